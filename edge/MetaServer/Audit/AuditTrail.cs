using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

/// <summary>What is found out about a request on its way.</summary>
/// <param name="id">Its audit id, which the cluster's own audit log has too where the request went on to it.</param>
/// <param name="received">When it came.</param>
internal sealed class AuditTrail(string id, DateTimeOffset received)
{
    /// <summary>From what is held on the node.</summary>
    public const string Cache = "cache";

    /// <summary>By the cluster.</summary>
    public const string Cloud = "cloud";

    public string Id { get; } = id;

    public DateTimeOffset Received { get; } = received;

    /// <summary>What is asked; null where the path is refused.</summary>
    public RequestInfo? Info { get; set; }

    /// <summary>Who asks; null for nobody.</summary>
    public UserIdentity? User { get; set; }

    /// <summary>The verdict here; null where it did not come to one.</summary>
    public AuthorizationDecision? Decision { get; set; }

    /// <summary>Who answered: <see cref="Cache"/> or <see cref="Cloud"/>; empty for a refusal of this server's own.</summary>
    public string AnsweredBy { get; set; } = "";
}
