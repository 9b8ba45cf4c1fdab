using System.Diagnostics.CodeAnalysis;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>The name in the client certificate. Kestrel has verified its chain before it comes here.</summary>
internal sealed class CertificateNodeIdentity : INodeIdentity
{
    public bool TryFind(HttpContext context, [NotNullWhen(true)] out string? node, out CancellationToken ended, out string? refusal)
    {
        (node, ended, refusal) = (null, default, null);
        return context.Connection.ClientCertificate is { } certificate && NodeSubject.TryRead(certificate.SubjectName, out node);
    }
}
