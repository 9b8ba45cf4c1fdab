using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>Signs with the cloud's CA.</summary>
internal sealed class OwnSigner(AuthorityLoader authority, IOptions<EnrolmentOptions> options)
{
    public X509Certificate2Collection Sign(ServingRequest request) =>
        [authority.Current.IssueServing(NodeSubject.Of(request.Node), request.Key, options.Value.NodeCertificateLifetime, request.Names, request.Addresses)];

    /// <summary>Whether a certificate claims to come from here. Who shows it gains nothing by lying.</summary>
    public bool HasSigned(X509Certificate2 certificate) => IsOf(certificate, authority.Current.Certificate);

    /// <summary>Whether it claims to come from another CA of ours, which signs no more.</summary>
    public bool HadSigned(X509Certificate2 certificate) => !HasSigned(certificate) && authority.Current.Trusted.Any(other => IsOf(certificate, other));

    private static bool IsOf(X509Certificate2 certificate, X509Certificate2 signer) => certificate.IssuerName.RawData.AsSpan().SequenceEqual(signer.SubjectName.RawData);
}
