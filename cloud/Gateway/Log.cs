using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace KubeEdge.EdgeMesh.Cloud.Gateway;

/// <summary>Events 2300 to 2399.</summary>
internal static partial class Log
{
    [LoggerMessage(2300, LogLevel.Warning, "{Method} {Path} of {Node} did not reach its end at the API server ({Error}): {Problem}")]
    public static partial void ForwardingFailed(this ILogger log, string node, string method, string path, ForwarderError error, string problem);
}
