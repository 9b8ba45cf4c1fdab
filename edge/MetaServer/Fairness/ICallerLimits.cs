using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;

/// <summary>Keeps one caller from having all of the server.</summary>
internal interface ICallerLimits
{
    /// <summary>Takes a place for a list or watch, kept until disposed of; null for what needs none.</summary>
    /// <exception cref="StatusException">429 with Retry-After: the caller, or all callers together, have as many as they may.</exception>
    IDisposable? Enter(UserIdentity user, RequestInfo request);
}
