using System.Globalization;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Json;

/// <summary>Times as the API writes them.</summary>
internal static class Timestamps
{
    /// <summary><c>2026-01-02T03:04:05Z</c></summary>
    public static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>2026-01-02T03:04:05.678901Z</c>, for the fields that are finer.</summary>
    public static string Micros(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
