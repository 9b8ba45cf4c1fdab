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
    public bool HasSigned(X509Certificate2 certificate) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(authority.Current.Certificate.SubjectName.RawData);
}
