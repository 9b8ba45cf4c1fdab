using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http;

/// <summary>What an edge passes to the cloud, the sandbox does: everything but reads of whole objects.</summary>
internal sealed class SandboxElsewhere(ResourceRegistry registry, DiscoveryRouter documents, IEnumerable<IVerb> verbs) : IElsewhere
{
    private readonly IVerb[] _verbs = [.. verbs];

    public Task HandleAsync(HttpContext context, UserIdentity user, RequestInfo request)
    {
        if (!request.IsResourceRequest) return documents.HandleAsync(context, user, request);
        var definition = registry.Find(request.Resource) ?? throw KubernetesStatus.PathNotFound().ToException();
        if (request.Subresource.Length > 0 && !definition.Api.Subresources.Contains(request.Subresource)) throw KubernetesStatus.PathNotFound().ToException();
        var call = new ApiCall(context, user, request, definition);
        var verb = Array.Find(_verbs, verb => verb.Serves(call)) ?? throw KubernetesStatus.MethodNotAllowed().ToException();
        if (definition.Api.Namespaced && request.Namespace.Length == 0 && request.Verb is not "list" && definition.IsStored)
        {
            throw KubernetesStatus.BadRequest("an empty namespace may not be set during " + (request.Verb == "create" ? "creation" : request.Verb)).ToException();
        }
        return verb.HandleAsync(call);
    }
}
