using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Sync;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "Connected to the cloud at {Address} (version {Version}, protocol {Protocol}).")]
    public static partial void Connected(ILogger logger, Uri address, string version, uint protocol);

    [LoggerMessage(1101, LogLevel.Warning, "Not connected: {Problem}. What is held is served; trying again.")]
    public static partial void Disconnected(ILogger logger, string problem);

    [LoggerMessage(1102, LogLevel.Error, "The cloud refuses this daemon: {Problem}")]
    public static partial void Refused(ILogger logger, string problem);

    [LoggerMessage(1103, LogLevel.Warning, "The cloud serves another cluster than the one whose objects are held here: they are dropped.")]
    public static partial void OtherCluster(ILogger logger);

    [LoggerMessage(1104, LogLevel.Information, "{Collection} is not kept here for {User}: {Reason}.")]
    public static partial void InterestDenied(ILogger logger, GroupVersionResource collection, string user, string reason);
}
