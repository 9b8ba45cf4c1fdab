using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Verbs;

/// <summary>PUT of an object, or of its status.</summary>
internal sealed class UpdateVerb(ClusterWrites writes) : IVerb
{
    public bool Serves(ApiCall call) =>
        call.Info is { Verb: "update", Subresource: "" or "status" or "finalize" or "approval", Name.Length: > 0 } && call.Definition.IsStored;

    public async Task HandleAsync(ApiCall call)
    {
        var options = call.Options();
        var value = await RequestBody.ReadObjectAsync(call.Context, call.Definition);
        WriteQuery.Report(call.Context, call.Definition, ObjectAdmission.Decode(call.Definition, value));
        var metadata = value.Meta();
        Match(metadata.Str("name"), call.Info.Name, "name");
        if (call.Definition.Api.Namespaced)
        {
            Match(metadata.Str("namespace") is { Length: > 0 } ns ? ns : call.Info.Namespace, call.Info.Namespace, "namespace");
            metadata["namespace"] = call.Info.Namespace;
        }
        if (call.Definition.NeedsResourceVersion && metadata.Str("resourceVersion").Length == 0)
        {
            var errors = new FieldErrors();
            errors.Invalid("metadata.resourceVersion", 0, "must be specified for an update");
            errors.ThrowIfAny(call.Definition, call.Info.Name);
        }
        var updated = writes.Update(call.Definition, call.Key, value, call.Info.Subresource, options);
        await ObjectResponse.WriteAsync(call.Context, call.Definition, updated);
    }

    private static void Match(string inObject, string inPath, string what)
    {
        if (inObject.Length == 0) throw KubernetesStatus.BadRequest($"{what} must be provided").ToException();
        if (inObject != inPath)
        {
            throw KubernetesStatus.BadRequest($"the {what} of the object ({inObject}) does not match the {what} on the URL ({inPath})").ToException();
        }
    }
}
