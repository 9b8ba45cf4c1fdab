namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>What a service-account token says, once its signature has been found good.</summary>
internal sealed record TokenClaims
{
    public required string Issuer { get; init; }

    public required IReadOnlyList<string> Audiences { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.MinValue;

    public required string Namespace { get; init; }

    public required string ServiceAccount { get; init; }

    public required string ServiceAccountUid { get; init; }

    /// <summary>The pod that the token is bound to; empty for none.</summary>
    public string Pod { get; init; } = "";

    public string PodUid { get; init; } = "";

    /// <summary><c>jti</c>; empty where the token has no id.</summary>
    public string Id { get; init; } = "";

    public string NodeUid { get; init; } = "";

    /// <summary>The node that the pod runs on, where the token says so.</summary>
    public string Node { get; init; } = "";
}
