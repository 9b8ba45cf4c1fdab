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

    [LoggerMessage(1310, LogLevel.Information, "The serving certificate is renewed, since {Why}: by {Issuer}, good until {Until:u}.")]
    public static partial void ServingRenewed(this ILogger log, DateTime until, string issuer, string why);

    [LoggerMessage(1311, LogLevel.Information, "The client certificate is renewed; it is good until {Until:u}.")]
    public static partial void ClientRenewed(this ILogger log, DateTime until);

    [LoggerMessage(1315, LogLevel.Warning, "The condition {Type} of the Node could not be written: {Problem}. 'edgemesh-edge status' says what it would. Trying again.")]
    public static partial void ConditionNotWritten(this ILogger log, string type, string problem);

    [LoggerMessage(1314, LogLevel.Information, "The cloud changes its CA: {Count} are trusted now.")]
    public static partial void AuthoritiesChanged(this ILogger log, int count);

    [LoggerMessage(1312, LogLevel.Warning, "The certificates could not be looked after: {Problem}. Trying again.")]
    public static partial void RenewalFailed(this ILogger log, string problem);

    [LoggerMessage(1313, LogLevel.Error, "The certificates are due and could not be renewed: {Problem}. Pods are served until {Serving:u}, the cloud takes this node until {Client:u}. " +
        "Mend this, or join again with 'edgemesh-edge join --force'. Trying again.")]
    public static partial void RenewalOverdue(this ILogger log, DateTime serving, DateTime client, string problem);
}
