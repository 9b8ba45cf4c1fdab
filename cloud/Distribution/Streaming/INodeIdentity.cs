using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>Says which node is calling.</summary>
public interface INodeIdentity
{
    /// <summary>The node that the connection has proven to be; null where it has proven nothing.</summary>
    string? Find(HttpContext context);
}
