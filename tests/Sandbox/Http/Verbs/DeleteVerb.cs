using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Verbs;

/// <summary>DELETE of an object.</summary>
internal sealed class DeleteVerb(ClusterWrites writes) : IVerb
{
    public bool Serves(ApiCall call) => call.Info is { Verb: "delete", Subresource: "", Name.Length: > 0 };

    public async Task HandleAsync(ApiCall call)
    {
        var options = call.Options();
        var delete = await DeleteBody.ReadAsync(call.Context);
        if (delete.DryRun) options = options with { DryRun = true };
        var result = writes.Delete(call.Definition, call.Key, delete.Options, options);
        if (result.Gone && !call.Definition.ReturnsDeleted)
        {
            await StatusResponse.WriteAsync(
                call.Context, KubernetesStatus.Deleted(call.Definition.Resource, call.Info.Name, result.Value.Meta().Str("uid")));
            return;
        }
        await ObjectResponse.WriteAsync(call.Context, call.Definition, result.Value);
    }
}
