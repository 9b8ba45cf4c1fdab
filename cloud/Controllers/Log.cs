using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers;

/// <summary>What this room says. The ids stay what they are.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Warning, "{Controller}: {Key} failed and is tried again in {Delay}")]
    public static partial void ReconcileFailed(ILogger logger, Exception exception, string controller, object key, TimeSpan delay);

    [LoggerMessage(2101, LogLevel.Warning, "{Controller}: {Key} cannot be done until it is changed: {Reason}")]
    public static partial void ReconcileRefused(ILogger logger, string controller, object key, string reason);

    [LoggerMessage(2102, LogLevel.Debug, "{Controller}: {Key} changed while it was looked at and is looked at again in {Delay}")]
    public static partial void ReconcileOutrun(ILogger logger, string controller, object key, TimeSpan delay);

    [LoggerMessage(2110, LogLevel.Information, "Node {Node} belongs to NodeGroup {Group} now; before: {Previous}")]
    public static partial void NodeMoved(ILogger logger, string node, string group, string previous);

    [LoggerMessage(2111, LogLevel.Information, "Node {Node} belongs to no NodeGroup any more; before: {Previous}")]
    public static partial void NodeReleased(ILogger logger, string node, string previous);

    [LoggerMessage(2112, LogLevel.Information, "NodeGroups are looked after: {Nodes} nodes, {Groups} groups")]
    public static partial void NodeGroupsStarted(ILogger logger, int nodes, int groups);

    [LoggerMessage(2113, LogLevel.Error, "NodeGroup {Group} cannot be read and keeps what it has: {Reason}")]
    public static partial void NodeGroupUnreadable(ILogger logger, string group, string reason);
}
