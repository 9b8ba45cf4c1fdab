using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Host;

/// <summary>Events 2500 to 2599.</summary>
internal static partial class Log
{
    [LoggerMessage(2500, LogLevel.Information, "edgemesh-cloud {Version} serves on {Addresses}, for the cluster at {Cluster}")]
    public static partial void Serving(this ILogger log, string version, string addresses, Uri cluster);

    [LoggerMessage(2501, LogLevel.Information, "Stopping")]
    public static partial void Stopping(this ILogger log);
}
