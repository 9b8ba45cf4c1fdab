using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Cluster;

/// <summary>What this room says. The ids stay what they are.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Debug, "{Resource}: {Count} objects at revision {Revision}")]
    public static partial void Listed(ILogger logger, GroupVersionResource resource, int count, long revision);

    [LoggerMessage(2001, LogLevel.Information, "{Resource}: the API server has forgotten revision {Revision}; listing again")]
    public static partial void RevisionExpired(ILogger logger, GroupVersionResource resource, long revision);

    [LoggerMessage(2002, LogLevel.Warning, "{Resource}: the API server answered {Code}: {Reason}")]
    public static partial void Refused(ILogger logger, GroupVersionResource resource, int code, string reason);

    [LoggerMessage(2003, LogLevel.Debug, "{Resource}: the cluster has no such collection (yet)")]
    public static partial void CollectionMissing(ILogger logger, GroupVersionResource resource);

    [LoggerMessage(2004, LogLevel.Error, "{Resource}: the API server does not let us list and watch it; grant it to the ClusterRole of edgemesh-cloud: {Reason}")]
    public static partial void AccessDenied(ILogger logger, GroupVersionResource resource, string reason);

    [LoggerMessage(2005, LogLevel.Warning, "{Resource}: the connection to the API server was lost: {Reason}")]
    public static partial void ConnectionLost(ILogger logger, GroupVersionResource resource, string reason);

    [LoggerMessage(2006, LogLevel.Error, "{Resource}: the API server sent what cannot be read; listing again: {Reason}")]
    public static partial void AnswerUnreadable(ILogger logger, GroupVersionResource resource, string reason);

    [LoggerMessage(2007, LogLevel.Warning, "{Resource}: a watch ended within a second and without an event")]
    public static partial void WatchShort(ILogger logger, GroupVersionResource resource);

    [LoggerMessage(2008, LogLevel.Error, "{Resource}: {Handler} failed on a change and may have missed it")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, GroupVersionResource resource, string handler);

    [LoggerMessage(2009, LogLevel.Error, "{Resource}: following it failed; listing again")]
    public static partial void FollowFailed(ILogger logger, Exception exception, GroupVersionResource resource);

    [LoggerMessage(2020, LogLevel.Warning, "{Document} could not be fetched: {Reason}")]
    public static partial void DocumentFailed(ILogger logger, string document, string reason);

    [LoggerMessage(2021, LogLevel.Error, "The documents could not be looked at; trying again")]
    public static partial void DocumentsFailed(ILogger logger, Exception exception);

    [LoggerMessage(2030, LogLevel.Information, "CustomResourceDefinition {Name} is installed")]
    public static partial void DefinitionInstalled(ILogger logger, string name);
}
