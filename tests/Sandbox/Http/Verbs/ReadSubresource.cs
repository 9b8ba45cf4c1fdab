using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Verbs;

/// <summary>GET of a subresource that shows the object itself.</summary>
internal sealed class ReadSubresource(ClusterReads reads) : IVerb
{
    public bool Serves(ApiCall call) => call.Info is { Verb: "get", Subresource: "status" or "approval" };

    public Task HandleAsync(ApiCall call)
    {
        var found = reads.Get(call.Definition.Resource, call.Key) ?? throw KubernetesStatus.NotFound(call.Definition.Resource, call.Info.Name).ToException();
        return ObjectResponse.WriteAsync(call.Context, call.Definition, found);
    }
}
