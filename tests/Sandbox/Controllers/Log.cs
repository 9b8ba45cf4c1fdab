using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers;

/// <summary>What the sandbox's controllers log: from 3050 on.</summary>
internal static partial class Log
{
    [LoggerMessage(3050, LogLevel.Debug, "{Controller} will look at {Key} again in {Delay}: {Refusal}")]
    public static partial void ControllerRefused(this ILogger logger, string controller, ObjectKey key, TimeSpan delay, string refusal);

    [LoggerMessage(3051, LogLevel.Error, "{Controller} cannot cope with {Key}")]
    public static partial void ControllerFailed(this ILogger logger, Exception exception, string controller, ObjectKey key);
}
