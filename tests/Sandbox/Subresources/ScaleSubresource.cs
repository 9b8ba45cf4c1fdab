using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;

/// <summary>GET and PUT of <c>scale</c>; PATCH is a patch of what GET shows.</summary>
internal sealed class ScaleSubresource(ClusterReads reads, ClusterWrites writes) : IVerb
{
    public bool Serves(ApiCall call) => call.Info is { Subresource: "scale", Verb: "get" or "update" };

    public async Task HandleAsync(ApiCall call)
    {
        if (call.Info.Verb == "get")
        {
            var found = reads.Get(call.Definition.Resource, call.Key) ?? throw KubernetesStatus.NotFound(call.Definition.Resource, call.Info.Name).ToException();
            await ObjectResponse.WriteAsync(call.Context, ScaleView.Of(call.Definition, found));
            return;
        }
        var options = call.Options() with { Through = "scale" };
        var scale = await RequestBody.ReadObjectAsync(call.Context, call.Definition);
        if (scale.Obj("spec").Int("replicas") is < 0)
        {
            var errors = new FieldErrors();
            errors.Invalid("spec.replicas", scale.Obj("spec")!["replicas"], "must be greater than or equal to 0");
            errors.ThrowIfAny(call.Definition, call.Info.Name);
        }
        var updated = writes.Change(call.Definition, call.Key, "", options, (_, current) => ScaleView.Set(call.Definition, current, scale));
        await ObjectResponse.WriteAsync(call.Context, ScaleView.Of(call.Definition, updated));
    }
}
