namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>What an authenticator found.</summary>
/// <param name="User">The identity, where the credential is good.</param>
/// <param name="Refusal">For the log: why the credential is refused.</param>
public readonly record struct AuthenticationResult(UserIdentity? User, string? Refusal)
{
    /// <summary>The request carries no credential of this kind.</summary>
    public static AuthenticationResult NotMine => default;

    /// <summary>
    /// The credential is of this kind, but only the cluster can tell whether it is good: nothing is answered here, and the request goes to
    /// the cluster with it.
    /// </summary>
    public static AuthenticationResult LeftToCluster => new() { IsLeftToCluster = true };

    /// <summary>Whether this is <see cref="LeftToCluster"/>.</summary>
    public bool IsLeftToCluster { get; private init; }
}
