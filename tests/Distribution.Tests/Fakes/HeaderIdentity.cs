using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

/// <summary>Plays the client certificate.</summary>
internal sealed class HeaderIdentity : INodeIdentity
{
    public const string Header = "test-node";

    public string? Find(HttpContext context) => context.Request.Headers[Header].SingleOrDefault();
}
