using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>
/// A read without a resourceVersion wants a state that is not older than the moment it was asked for (kubernetes-api.md 1.2 and 6.6).
/// </summary>
internal interface IRecency
{
    /// <summary>
    /// Returns when the store is known to hold such a state of all that the request asks for: null then, and for requests that are content
    /// with less. Otherwise what the answer must say of itself: nobody could be asked.
    /// </summary>
    /// <exception cref="Proto.ApiMachinery.Errors.StatusException">
    /// 504: the cluster has a newer state, which did not arrive in time; or what the cluster said to this caller in place of an answer.
    /// </exception>
    ValueTask<Staleness?> ProveAsync(ReadRequest request);
}
