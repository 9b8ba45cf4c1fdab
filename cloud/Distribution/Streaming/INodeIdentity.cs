using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>Says which node is calling.</summary>
public interface INodeIdentity
{
    /// <summary>False where the connection has proven nothing.</summary>
    /// <param name="context">The call.</param>
    /// <param name="node">The node that the connection has proven to be.</param>
    /// <param name="ended">Cancelled when that stops to count: the node's stream ends at once.</param>
    /// <param name="refusal">For a person: why a certificate that was shown proves nothing; null where there was none.</param>
    bool TryFind(HttpContext context, [NotNullWhen(true)] out string? node, out CancellationToken ended, out string? refusal);
}
