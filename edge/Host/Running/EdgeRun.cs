using KubeEdge.EdgeMesh.Edge.Host.Identity;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>What a run was asked for.</summary>
/// <param name="Data">The data directory.</param>
/// <param name="Identity">Who the node is.</param>
/// <param name="Access">Where the MetaServer serves, and where pods reach it.</param>
/// <param name="Logging">Configures the logs.</param>
internal sealed record EdgeRun(string Data, NodeIdentity Identity, PodAccess Access, Action<ILoggingBuilder> Logging)
{
    /// <summary>How long what is kept because pods read it stays after its last use.</summary>
    public TimeSpan WantedIdle { get; init; } = TimeSpan.FromHours(24);
}
