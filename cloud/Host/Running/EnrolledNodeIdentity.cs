using System.Diagnostics.CodeAnalysis;
using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cloud.Host.Running;

/// <summary>Who is a node is enrolment's to say; what a node is told is distribution's.</summary>
internal sealed class EnrolledNodeIdentity : INodeIdentity
{
    public bool TryFind(HttpContext context, [NotNullWhen(true)] out string? node, out CancellationToken ended, out string? refusal)
    {
        var proof = context.Features.Get<NodeProof>();
        (node, ended, refusal) = (proof?.Node, proof?.Ended ?? default, proof?.Refusal);
        return node is not null;
    }
}
