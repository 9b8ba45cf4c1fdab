using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Hosting;

/// <summary>This store is the cluster: whatever it is asked for, it knows all of it. Reviews cannot be read.</summary>
internal sealed class WholeCoverage(ResourceRegistry registry) : ICoverage
{
    public bool Covers(UserIdentity user, RequestInfo request, IQueryCollection query, out StoredObject? held)
    {
        held = null;
        return registry.Find(request.Resource) is { IsStored: true };
    }
}
