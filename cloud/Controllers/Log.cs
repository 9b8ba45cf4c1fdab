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

    [LoggerMessage(2103, LogLevel.Error, "{Controller} ended by itself and is started again in {Delay}")]
    public static partial void ControllerEnded(ILogger logger, string controller, TimeSpan delay);

    [LoggerMessage(2104, LogLevel.Error, "{Controller} failed and is started again in {Delay}")]
    public static partial void ControllerFailed(ILogger logger, Exception exception, string controller, TimeSpan delay);

    [LoggerMessage(2120, LogLevel.Information, "{Identity} leads: the controllers run here")]
    public static partial void LeadershipWon(ILogger logger, string identity);

    [LoggerMessage(2121, LogLevel.Warning, "{Identity} could not renew its lease in time: the controllers stop here")]
    public static partial void LeadershipLost(ILogger logger, string identity);

    [LoggerMessage(2122, LogLevel.Information, "{Identity} gave its lease back")]
    public static partial void LeadershipGivenBack(ILogger logger, string identity);

    [LoggerMessage(2123, LogLevel.Information, "{Leader} leads: the controllers run there")]
    public static partial void AnotherLeads(ILogger logger, string leader);

    [LoggerMessage(2124, LogLevel.Warning, "The lease {Namespace}/{Name} could be neither taken nor renewed just now")]
    public static partial void LeaseUnanswered(ILogger logger, Exception exception, string @namespace, string name);

    [LoggerMessage(2125, LogLevel.Error, "{Identity}: the controllers have not stopped before the lease ran out: another process may write at the same time")]
    public static partial void LeadershipOutlived(ILogger logger, string identity);

    [LoggerMessage(2130, LogLevel.Warning, "The Event {Reason} about {Kind} {Name} could not be written: {Note}")]
    public static partial void EventNotWritten(ILogger logger, Exception exception, string reason, string kind, string name, string note);

    [LoggerMessage(2110, LogLevel.Information, "Node {Node} belongs to NodeGroup {Group} now; before: {Previous}")]
    public static partial void NodeMoved(ILogger logger, string node, string group, string previous);

    [LoggerMessage(2111, LogLevel.Information, "Node {Node} belongs to no NodeGroup any more; before: {Previous}")]
    public static partial void NodeReleased(ILogger logger, string node, string previous);

    [LoggerMessage(2112, LogLevel.Information, "NodeGroups are looked after: {Nodes} nodes, {Groups} groups")]
    public static partial void NodeGroupsStarted(ILogger logger, int nodes, int groups);

    [LoggerMessage(2114, LogLevel.Warning, "Pod {Pod} cannot be read and is left alone: {Reason}")]
    public static partial void PodUnreadable(ILogger logger, object pod, string reason);

    [LoggerMessage(2113, LogLevel.Error, "NodeGroup {Group} cannot be read and keeps what it has: {Reason}")]
    public static partial void NodeGroupUnreadable(ILogger logger, string group, string reason);

    [LoggerMessage(2140, LogLevel.Information, "EdgeApplications are looked after: {Applications} applications, {Groups} groups")]
    public static partial void EdgeApplicationsStarted(ILogger logger, int applications, int groups);

    [LoggerMessage(2141, LogLevel.Error, "EdgeApplication {Application} cannot be read and keeps what it has: {Reason}")]
    public static partial void EdgeApplicationUnreadable(ILogger logger, string application, string reason);
}
