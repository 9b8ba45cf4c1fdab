namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;

/// <summary>A node that has joined: which certificates say that somebody is it. Any other does not, whoever signed it.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Joined">When the machine that has the name now joined.</param>
/// <param name="TokenId">With which join token.</param>
/// <param name="Certificates">The client certificates that count; after a renewal the former one still does, until the new one is renewed in turn. Empty for a revoked node.</param>
/// <param name="Revoked">When it was revoked; null for a node that was not.</param>
public sealed record Member(string Node, DateTimeOffset Joined, string TokenId, IReadOnlyList<MemberCertificate> Certificates, DateTimeOffset? Revoked)
{
    /// <summary>Whether somebody holds a certificate with which he is this node.</summary>
    public bool IsEnrolled(DateTimeOffset now) => Certificates.Any(certificate => now < certificate.Until);
}
