namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>The CAs of now; one only, unless the CA is being changed.</summary>
/// <param name="Signing">Signs for nodes. Its <see cref="CertificateAuthority.Trusted"/> are all of them.</param>
/// <param name="Serving">Signs the cloud's own certificate: the oldest that edges may still know alone. Join tokens pin it.</param>
internal sealed record AuthoritySet(CertificateAuthority Signing, CertificateAuthority Serving)
{
    /// <summary>Whether a certificate that names its CA so comes from one of ours.</summary>
    public bool IsOurs(string authority) => Signing.Trusted.Any(other => CertificateAuthority.KeyIdentifierOf(other) == authority);
}
