using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>Whether a read can be answered from the store without a lie (law 3).</summary>
public interface ICoverage
{
    /// <summary>
    /// True where everything that <paramref name="request"/> and its query ask for lies inside what is fully held. Where it does not,
    /// an edge notes the interest of <paramref name="user"/>, and the request goes <see cref="IElsewhere"/>.
    /// </summary>
    bool Covers(UserIdentity user, RequestInfo request, IQueryCollection query);
}
