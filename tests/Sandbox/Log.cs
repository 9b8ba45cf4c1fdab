using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox;

/// <summary>What the sandbox logs: 3000 to 3049 for the API, from 3050 on for the controllers.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Debug, "{Chore} will try {Item} again: {Refusal}")]
    public static partial void ChoreRefused(this ILogger logger, string chore, string item, string refusal);

    [LoggerMessage(3001, LogLevel.Error, "{Chore} cannot cope with {Item}")]
    public static partial void ChoreFailed(this ILogger logger, Exception exception, string chore, string item);
}
