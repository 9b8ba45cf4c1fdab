using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http;

/// <summary>One request for a resource: authenticated, and allowed.</summary>
/// <param name="Context">The exchange.</param>
/// <param name="User">Who asks.</param>
/// <param name="Info">What for.</param>
/// <param name="Definition">The collection.</param>
internal sealed record ApiCall(HttpContext Context, UserIdentity User, RequestInfo Info, ResourceDefinition Definition)
{
    /// <summary>The object that the path names.</summary>
    public ObjectKey Key => new(Definition.Api.Namespaced ? Info.Namespace : "", Info.Name);

    /// <summary>Ends when the client has gone.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>How to write, as the query says.</summary>
    public WriteOptions Options() => WriteQuery.Read(Context.Request, User);
}
