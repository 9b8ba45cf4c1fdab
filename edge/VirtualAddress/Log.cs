using System.Net;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress;

/// <summary>Events 1400 to 1499.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information, "The virtual address {Address} is on '{Device}'.")]
    public static partial void Held(this ILogger log, IPAddress address, string device);

    [LoggerMessage(1401, LogLevel.Warning, "The virtual address {Address} is on '{Device}' already, by somebody else's hand: it is used there, and stays when we go.")]
    public static partial void SomebodyElses(this ILogger log, IPAddress address, string device);

    [LoggerMessage(1402, LogLevel.Warning, "This kernel has no devices of kind {Kind}: the virtual address goes on '{Device}', which serves as well. ('modprobe {Kind}' brings them.)")]
    public static partial void NoSuchKind(this ILogger log, string kind, string device);

    [LoggerMessage(1403, LogLevel.Warning, "The virtual address {Address} was gone or elsewhere; it is on '{Device}' now.")]
    public static partial void Repaired(this ILogger log, IPAddress address, string device);

    [LoggerMessage(1404, LogLevel.Error, "The virtual address is not there, and pods do not reach the MetaServer: {Problem} Trying again.")]
    public static partial void NotRepaired(this ILogger log, string problem);

    [LoggerMessage(1405, LogLevel.Warning, "The virtual address stays behind: {Problem}")]
    public static partial void NotRemoved(this ILogger log, string problem);
}
