using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>
/// The Secret with the CA: <c>tls.crt</c> and <c>tls.key</c> sign. While the CA is being changed there is <c>next.*</c> beside it, trusted already and not used, then
/// <c>previous.*</c>, trusted still and used for the cloud's own certificate. Further certificates in <c>tls.crt</c> are trusted too.
/// </summary>
internal static class AuthoritySecret
{
    public const string Certificate = "tls.crt";
    public const string Key = "tls.key";
    public const string NextCertificate = "next.crt";
    public const string NextKey = "next.key";
    public const string PreviousCertificate = "previous.crt";
    public const string PreviousKey = "previous.key";

    /// <summary>When <c>next.*</c> was made.</summary>
    public const string AnnouncedAnnotation = "edgemesh.kubeedge.io/announced";

    /// <exception cref="CryptographicException">A part is damaged, or a key does not belong to its certificate.</exception>
    /// <exception cref="ArgumentException">A certificate or a key is missing.</exception>
    public static AuthoritySet Read(JsonNode secret, TimeProvider time)
    {
        string Text(string name) => SecretData.Text(secret, name) ?? "";
        var all = string.Join('\n', Text(Certificate), Text(NextCertificate), Text(PreviousCertificate));
        var signing = AuthorityMaker.Load(all, Text(Key), time);
        if (Text(PreviousCertificate) is not { Length: > 0 } previous) return new AuthoritySet(signing, signing);

        var serving = AuthorityMaker.Load(previous, Text(PreviousKey), time);
        return new AuthoritySet(signing, time.GetUtcNow() < serving.Certificate.NotAfter.ToUniversalTime() ? serving : signing);
    }
}
