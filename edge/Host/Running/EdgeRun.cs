using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.MetaServer.Audit;
using KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;
using KubeEdge.EdgeMesh.Edge.Store.Sealing;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>What a run was asked for.</summary>
/// <param name="Data">The data directory.</param>
/// <param name="Identity">Who the node is.</param>
/// <param name="Access">Where the MetaServer serves, and where pods reach it.</param>
/// <param name="Logging">Configures the logs.</param>
internal sealed record EdgeRun(string Data, NodeIdentity Identity, PodAccess Access, Action<ILoggingBuilder> Logging)
{
    /// <summary>With what Secrets are encrypted in the database.</summary>
    public required SecretsKey SecretsKey { get; init; }

    /// <summary>How long what is kept because pods read it stays after its last use.</summary>
    public TimeSpan WantedIdle { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Says how much of the MetaServer callers may have at a time.</summary>
    public Action<CallerLimitOptions> Limits { get; init; } = static _ => { };

    /// <summary>Whom pods' tokens have to be for; empty where the cloud says that.</summary>
    public IReadOnlyList<string> ApiAudiences { get; init; } = [];

    /// <summary>Says where it is written who asked what.</summary>
    public Action<AuditOptions> Audit { get; init; } = static _ => { };
}
