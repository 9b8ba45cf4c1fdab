using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Distribution;

internal static partial class Log
{
    [LoggerMessage(2200, LogLevel.Information, "Node {Node} is connected, from {Peer}.")]
    public static partial void Connected(ILogger logger, string node, string peer);

    [LoggerMessage(2201, LogLevel.Information, "Node {Node} is disconnected.")]
    public static partial void Disconnected(ILogger logger, string node);

    [LoggerMessage(2202, LogLevel.Warning, "A second daemon, at {Peer}, says that it is node {Node}; the one at {Other} is alive and keeps the name.")]
    public static partial void SecondDaemon(ILogger logger, string node, string peer, string other);

    [LoggerMessage(2203, LogLevel.Information, "{User} on node {Node} may read all of {Collection}: it is kept there from now on.")]
    public static partial void InterestGranted(ILogger logger, GroupVersionResource collection, string user, string node);

    [LoggerMessage(2204, LogLevel.Information, "{Collection} is not kept on node {Node} for {User}: {Reason}.")]
    public static partial void InterestDenied(ILogger logger, GroupVersionResource collection, string user, string node, string reason);

    [LoggerMessage(2205, LogLevel.Warning, "Whether {User} on node {Node} may read {Collection} could not be asked.")]
    public static partial void InterestUndecided(ILogger logger, Exception exception, GroupVersionResource collection, string user, string node);

    [LoggerMessage(2207, LogLevel.Information, "{Collection} is no longer kept on node {Node} for {User}: {Reason}.")]
    public static partial void GrantWithdrawn(ILogger logger, GroupVersionResource collection, string node, string user, string reason);

    [LoggerMessage(2208, LogLevel.Warning, "Whether {Count} callers still may read what is kept on nodes for them could not be asked; it is asked again.")]
    public static partial void ReviewUndecided(ILogger logger, Exception exception, int count);

    [LoggerMessage(2206, LogLevel.Warning,
        "Service {Service}: service-topology '{Topology}' is unknown, so its traffic stays in the node group. Write range-nodegroup, prefer-nodegroup, range-node, or an ordered list of node, nodegroup, any.")]
    public static partial void TopologyNotUnderstood(ILogger logger, ObjectKey service, string topology);
}
