namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>What an authenticator found.</summary>
/// <param name="User">The identity, where the credential is good.</param>
/// <param name="Refusal">For the log: why the credential is refused.</param>
public readonly record struct AuthenticationResult(UserIdentity? User, string? Refusal)
{
    /// <summary>The request carries no credential of this kind.</summary>
    public static AuthenticationResult NotMine => default;

    /// <summary>
    /// Only the cluster can tell who it is, and it does not say by itself: nothing is answered here, and the request goes to the cluster with the
    /// caller's own credential.
    /// </summary>
    public static AuthenticationResult LeftToCluster => new() { IsLeftToCluster = true };

    /// <summary>Whether this is <see cref="LeftToCluster"/>.</summary>
    public bool IsLeftToCluster { get; private init; }

    /// <summary>
    /// What is held says too little, for example because the key is not among it: where the cluster can be asked it decides, and nobody else.
    /// </summary>
    public static AuthenticationResult Unknown(string reason) => new(null, reason) { IsUnknown = true };

    /// <summary>Whether this is <see cref="Unknown"/>.</summary>
    public bool IsUnknown { get; private init; }

    /// <summary>
    /// What is held speaks against the credential, but it may be behind: where the cluster can be asked it decides, else the credential is refused.
    /// </summary>
    public static AuthenticationResult Doubtful(string reason) => new(null, reason) { IsDoubtful = true };

    /// <summary>Whether this is <see cref="Doubtful"/>.</summary>
    public bool IsDoubtful { get; private init; }
}
