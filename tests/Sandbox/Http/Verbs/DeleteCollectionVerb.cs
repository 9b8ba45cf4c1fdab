using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Verbs;

/// <summary>DELETE of a collection, or of what its selectors select.</summary>
internal sealed class DeleteCollectionVerb(ClusterReads reads, ClusterWrites writes) : IVerb
{
    public bool Serves(ApiCall call) => call.Info is { Verb: "deletecollection", Subresource: "" } && call.Definition.Api.Verbs.Contains("deletecollection");

    public async Task HandleAsync(ApiCall call)
    {
        var options = call.Options();
        var delete = await DeleteBody.ReadAsync(call.Context);
        if (delete.DryRun) options = options with { DryRun = true };
        var selected = Selection(call);
        foreach (var value in reads.List(call.Definition.Resource, call.Definition.Api.Namespaced ? call.Info.Namespace : null))
        {
            var key = new ObjectKey(value.Meta().Str("namespace"), value.Meta().Str("name"));
            if (selected(ObjectBytes.Write(value))) Delete(call.Definition, key, delete.Options, options);
        }
        await StatusResponse.WriteAsync(call.Context, new KubernetesStatus { Details = new() { Group = call.Definition.Resource.Group, Kind = call.Definition.Resource.Resource } });
    }

    /// <summary>Somebody else may have deleted it meanwhile.</summary>
    private void Delete(ResourceDefinition definition, ObjectKey key, DeleteOptions delete, WriteOptions options)
    {
        try
        {
            writes.Delete(definition, key, delete, options);
        }
        catch (StatusException refusal) when (refusal.Status.Reason == "NotFound") { }
    }

    private static Func<byte[], bool> Selection(ApiCall call)
    {
        var query = call.Context.Request.Query;
        try
        {
            var labels = LabelSelector.Parse(query["labelSelector"].ToString());
            var fields = FieldSelector.Parse(query["fieldSelector"].ToString());
            fields.Validate(call.Definition.Resource, call.Definition.IsCustom);
            return json => labels.Matches(json) && fields.Matches(json, call.Definition.Resource);
        }
        catch (SelectorException fault)
        {
            throw KubernetesStatus.BadRequest(fault.Message).ToException();
        }
    }
}
