namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>A CA and what it is for.</summary>
/// <param name="Role"><c>signing</c>, <c>next</c> (trusted, not used yet) or <c>previous</c> (trusted, and the cloud's own certificate is made from it).</param>
/// <param name="Hash">SHA-256 of its DER: what join tokens pin.</param>
/// <param name="KeyIdentifier">What certificates that it signed name it by.</param>
/// <param name="Until">When it ends.</param>
public sealed record AuthorityState(string Role, string Hash, string KeyIdentifier, DateTimeOffset Until);
