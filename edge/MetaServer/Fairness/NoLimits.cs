using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;

/// <summary>For a server that has but one kind of caller.</summary>
internal sealed class NoLimits : ICallerLimits
{
    public IDisposable? Enter(UserIdentity user, RequestInfo request) => null;
}
