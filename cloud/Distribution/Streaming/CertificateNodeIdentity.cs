using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>The name in the client certificate. Kestrel has verified its chain before it comes here.</summary>
internal sealed class CertificateNodeIdentity : INodeIdentity
{
    public string? Find(HttpContext context) =>
        context.Connection.ClientCertificate is { } certificate && NodeSubject.TryRead(certificate.SubjectName, out var node) ? node : null;
}
