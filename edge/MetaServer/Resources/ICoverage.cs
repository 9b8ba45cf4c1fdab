using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>Whether a read can be answered from the store without a lie (law 3).</summary>
public interface ICoverage
{
    /// <summary>
    /// True where everything that <paramref name="request"/> and its query ask for lies inside what is fully held. Where it does not,
    /// an edge notes the interest of <paramref name="user"/>, and the request goes <see cref="IElsewhere"/>.
    /// </summary>
    /// <param name="user">Who asks.</param>
    /// <param name="request">What.</param>
    /// <param name="query">How.</param>
    /// <param name="held">The object, where it had to be looked for to decide about a get: it need not be read again.</param>
    bool Covers(UserIdentity user, RequestInfo request, IQueryCollection query, out StoredObject? held);
}
