using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Documents;

/// <summary>The index of OpenAPI's third version: which documents there are, and the hash of each.</summary>
internal static class OpenApiIndex
{
    /// <summary>Where it is.</summary>
    public const string Name = "/openapi/v3";

    /// <summary>What it names; the hash is the ETag of the document, so that one which is held need not be asked for.</summary>
    public static IEnumerable<(DocumentSource Source, string ETag)> Read(Document index)
    {
        using var json = JsonDocument.Parse(index.Body);
        if (!json.RootElement.TryGetProperty("paths", out var paths)) return [];
        return [.. paths.EnumerateObject().Select(path =>
        {
            var name = $"{Name}/{path.Name}";
            var url = path.Value.TryGetProperty("serverRelativeURL", out var text) ? text.GetString()! : "";
            var hash = url.IndexOf("hash=", StringComparison.Ordinal);
            return (new DocumentSource(name, name) { Packed = true }, hash < 0 ? "" : $"\"{url[(hash + "hash=".Length)..]}\"");
        })];
    }
}
