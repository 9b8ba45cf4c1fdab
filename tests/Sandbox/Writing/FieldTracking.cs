using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>Notes in an object whose fields they are.</summary>
internal static class FieldTracking
{
    private static readonly FieldSet s_status = FieldSet.Of(["status"]);
    private static readonly FieldSet s_allButStatus = FieldSet.Of(["spec"], ["metadata", "labels"], ["metadata", "annotations"]);

    /// <summary>Who writes what, in the terms of server-side apply.</summary>
    public static FieldWrite Write(ResourceDefinition definition, WriteOptions options, string subresource, DateTimeOffset now) =>
        new(options.FieldManager, definition.Resource.ApiVersion, definition.Merging, now)
        {
            Subresource = options.Through.Length > 0 ? options.Through : subresource,
            Ignored = subresource == "status" ? s_allButStatus : definition.HasStatus && subresource.Length == 0 ? s_status : FieldSet.Of(),
        };

    /// <summary>After every write that is no apply: the writer owns what it changed.</summary>
    public static void Track(ResourceDefinition definition, JsonObject? old, JsonObject next, WriteOptions options, string subresource, DateTimeOffset now)
    {
        if (options.IsApply) return;
        var tracked = ObjectUpdate.Track(old, next, Write(definition, options, subresource, now));
        next.Meta().Put("managedFields", tracked.Meta()["managedFields"]);
    }
}
