using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Verbs;

/// <summary>PATCH of an object, its status or its scale with a JSON, merge or strategic merge patch.</summary>
internal sealed class PatchVerb(ClusterWrites writes) : IVerb
{
    public bool Serves(ApiCall call) =>
        call.Info is { Verb: "patch", Subresource: "" or "status" or "scale" or "approval", Name.Length: > 0 } && !ApplyVerb.IsApply(call);

    public async Task HandleAsync(ApiCall call)
    {
        var isScale = call.Info.Subresource == "scale";
        var options = call.Options() with { Through = isScale ? "scale" : "" };
        var apply = Patch(call);
        var patch = await RequestBody.ReadAsync(call.Context);
        IReadOnlyList<string> unknown = [];
        var patched = writes.Change(call.Definition, call.Key, isScale ? "" : call.Info.Subresource, options, (_, current) =>
        {
            if (isScale)
            {
                var scale = Applied(apply(ScaleView.Of(call.Definition, current), patch));
                return ScaleView.Set(call.Definition, current, scale);
            }
            var next = Applied(apply(current, patch));
            unknown = ObjectAdmission.Decode(call.Definition, next);
            WriteQuery.Report(call.Context, call.Definition, unknown);
            return next;
        });
        if (isScale) await ObjectResponse.WriteAsync(call.Context, ScaleView.Of(call.Definition, patched));
        else await ObjectResponse.WriteAsync(call.Context, call.Definition, patched);
    }

    private static Func<JsonObject, JsonNode?, JsonNode?> Patch(ApiCall call) => RequestBody.MediaType(call.Context.Request) switch
    {
        "application/json-patch+json" => JsonPatch.Apply,
        "application/merge-patch+json" => MergePatch.Apply,
        "application/strategic-merge-patch+json" when !call.Definition.IsCustom =>
            (current, patch) => StrategicMergePatch.Apply(current, patch, call.Definition.Merging),
        _ => throw KubernetesStatus.UnsupportedMediaType(Accepted(call.Definition)).ToException(),
    };

    private static string[] Accepted(ResourceDefinition definition) => definition.IsCustom
        ? ["application/json-patch+json", "application/merge-patch+json", ApplyVerb.MediaType]
        : ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", ApplyVerb.MediaType];

    private static JsonObject Applied(JsonNode? result) =>
        result as JsonObject ?? throw KubernetesStatus.BadRequest("the patch does not leave an object").ToException();
}
