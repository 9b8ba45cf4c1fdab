using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

/// <summary>One kind of review.</summary>
internal interface IReview
{
    /// <summary>Whether the request creates one.</summary>
    bool Serves(RequestInfo info);

    /// <summary>The answer, as JSON; null where what is held does not decide it.</summary>
    /// <exception cref="StatusException">The review is not a good one.</exception>
    ReadOnlyMemory<byte>? Answer(UserIdentity user, RequestInfo info, ReviewBody body);
}
