using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host;

/// <summary>Events 1300 to 1399.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Information, "edgemesh-edge {Version} serves on {Addresses}, as node {Node} of the cloud at {Cloud}")]
    public static partial void Serving(this ILogger log, string version, string addresses, string node, string cloud);

    [LoggerMessage(1301, LogLevel.Information, "Stopping")]
    public static partial void Stopping(this ILogger log);

    [LoggerMessage(1302, LogLevel.Error, "The cloud refuses this node; what is held is served meanwhile. {Problem}")]
    public static partial void ServesThoughRefused(this ILogger log, string problem);
}
