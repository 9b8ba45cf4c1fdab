using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Verbs;

/// <summary>POST to a collection.</summary>
internal sealed class CreateVerb(ClusterWrites writes) : IVerb
{
    public bool Serves(ApiCall call) => call.Info is { Verb: "create", Subresource: "", Name: "" } && call.Definition.IsStored;

    public async Task HandleAsync(ApiCall call)
    {
        var options = call.Options();
        var value = await RequestBody.ReadObjectAsync(call.Context, call.Definition);
        WriteQuery.Report(call.Context, call.Definition, ObjectAdmission.Decode(call.Definition, value));
        var metadata = value.Meta();
        if (call.Definition.Api.Namespaced)
        {
            if (metadata.Str("namespace") is { Length: > 0 } ns && ns != call.Info.Namespace)
            {
                throw KubernetesStatus.BadRequest("the namespace of the provided object does not match the namespace sent on the request").ToException();
            }
            metadata["namespace"] = call.Info.Namespace;
        }
        var created = writes.Create(call.Definition, value, options);
        await ObjectResponse.WriteAsync(call.Context, call.Definition, created, StatusCodes.Status201Created);
    }
}
