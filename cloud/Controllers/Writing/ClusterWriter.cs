using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Writing;

/// <inheritdoc cref="IClusterWriter"/>
internal sealed class ClusterWriter(ClusterCalls calls) : IClusterWriter
{
    public Task MergeAsync(
        GroupVersionResource resource, ObjectKey key, long revision, JsonObject patch, string subresource, CancellationToken cancellationToken)
    {
        if (patch["metadata"] is not JsonObject metadata)
            patch["metadata"] = metadata = [];
        metadata["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        return calls.SendAsync(
            HttpMethod.Patch, ClusterCalls.PathOf(resource, key, subresource), patch, ClusterCalls.MergePatch, ClusterCalls.Limit, cancellationToken);
    }

    public async Task<RawObject> ApplyAsync(
        GroupVersionResource resource, ObjectKey key, JsonObject configuration, string manager, bool force, CancellationToken cancellationToken)
    {
        var path = $"{ClusterCalls.PathOf(resource, key)}?fieldManager={Uri.EscapeDataString(manager)}{(force ? "&force=true" : "")}";
        // JSON is YAML.
        var json = await calls.SendAsync(HttpMethod.Patch, path, configuration, "application/apply-patch+yaml", ClusterCalls.Limit, cancellationToken);
        return RawObjectReader.Parse(RawJson.WithoutManagedFields(json));
    }

    public async Task<bool> DeleteAsync(GroupVersionResource resource, ObjectKey key, string uid, CancellationToken cancellationToken)
    {
        var options = new JsonObject
        {
            ["kind"] = "DeleteOptions",
            ["apiVersion"] = "v1",
            ["propagationPolicy"] = "Background",
            ["preconditions"] = new JsonObject { ["uid"] = uid },
        };
        try
        {
            await calls.SendAsync(HttpMethod.Delete, ClusterCalls.PathOf(resource, key), options, cancellationToken);
            return true;
        }
        catch (StatusException e) when (e.Status.Code is 404 or 409)
        {
            return false;
        }
    }

    public async Task<JsonObject?> ReadAsync(GroupVersionResource resource, ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            return JsonTree.ParseObject(await calls.SendAsync(HttpMethod.Get, ClusterCalls.PathOf(resource, key), null, cancellationToken));
        }
        catch (StatusException e) when (e.Status.Code == 404)
        {
            return null;
        }
    }
}
