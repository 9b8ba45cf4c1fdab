using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Verbs;

/// <summary>PATCH with what a manager wants to be so: server-side apply, of an object that may not exist yet, or of its status.</summary>
internal sealed class ApplyVerb(ClusterWrites writes, TimeProvider time) : IVerb
{
    public const string MediaType = "application/apply-patch+yaml";

    public static bool IsApply(ApiCall call) => RequestBody.MediaType(call.Context.Request) == MediaType;

    public bool Serves(ApiCall call) => call.Info is { Verb: "patch", Subresource: "" or "status", Name.Length: > 0 } && IsApply(call);

    public async Task HandleAsync(ApiCall call)
    {
        var query = call.Context.Request.Query;
        if (query["fieldManager"].ToString().Length == 0)
        {
            throw KubernetesStatus.Invalid("PatchOptions.meta.k8s.io", "", [StatusCause.Required("fieldManager", "is required for apply patch")]).ToException();
        }
        var options = call.Options() with { IsApply = true };
        var force = query["force"].ToString() is "true" or "1";
        var applied = await RequestBody.ReadAsync(call.Context) as JsonObject ?? throw KubernetesStatus.BadRequest("the body of the request is not an object").ToException();
        if (applied.Str("kind").Length == 0 || applied.Str("apiVersion").Length == 0) throw KubernetesStatus.BadRequest("the applied object must have kind and apiVersion").ToException();
        WriteQuery.Report(call.Context, call.Definition, ObjectAdmission.Decode(call.Definition, applied));
        Place(call, applied);

        var write = FieldTracking.Write(call.Definition, options, call.Info.Subresource, time.GetUtcNow());
        if (call.Info.Subresource.Length > 0)
        {
            var changed = writes.Change(call.Definition, call.Key, call.Info.Subresource, options, (_, live) => ObjectApply.Apply(live, applied, write, force));
            await ObjectResponse.WriteAsync(call.Context, call.Definition, changed);
            return;
        }
        var (value, created) = writes.CreateOrChange(call.Definition, call.Key, options, live => ObjectApply.Apply(live, applied, write, force));
        await ObjectResponse.WriteAsync(call.Context, call.Definition, value, created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <summary>The path says which object it is.</summary>
    private static void Place(ApiCall call, JsonObject applied)
    {
        var metadata = applied.Meta();
        if (metadata.Str("name") is { Length: > 0 } name && name != call.Info.Name)
        {
            throw KubernetesStatus.BadRequest($"the name of the object ({name}) does not match the name on the URL ({call.Info.Name})").ToException();
        }
        metadata["name"] = call.Info.Name;
        if (!call.Definition.Api.Namespaced) return;
        if (metadata.Str("namespace") is { Length: > 0 } ns && ns != call.Info.Namespace)
        {
            throw KubernetesStatus.BadRequest($"the namespace of the object ({ns}) does not match the namespace on the URL ({call.Info.Namespace})").ToException();
        }
        metadata["namespace"] = call.Info.Namespace;
    }
}
