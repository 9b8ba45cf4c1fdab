using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;

/// <summary>POST to <c>pods/binding</c>, or to the older <c>bindings</c>.</summary>
internal sealed class BindingSubresource(ResourceRegistry registry, ClusterWrites writes) : IVerb
{
    public bool Serves(ApiCall call) => call.Info is { Verb: "create", Subresource: "binding" } || call is { Info.Verb: "create", Definition.Api.Kind: "Binding" };

    public async Task HandleAsync(ApiCall call)
    {
        var options = call.Options();
        var binding = await RequestBody.ReadObjectAsync(call.Context, call.Definition);
        var name = call.Info.Name.Length > 0 ? call.Info.Name : binding.Meta().Str("name");
        var node = binding.Obj("target").Str("name");
        if (node.Length == 0) throw KubernetesStatus.BadRequest("target.name: Required value").ToException();
        PodBinding.Bind(writes, registry.Find(new("", "v1", "pods"))!, new ObjectKey(call.Info.Namespace, name), node, options);
        await ObjectResponse.WriteAsync(call.Context, new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new System.Text.Json.Nodes.JsonObject(), ["status"] = "Success", ["code"] = 201 }, StatusCodes.Status201Created);
    }
}
