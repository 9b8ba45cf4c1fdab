using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;

/// <summary>
/// The cluster as the controllers know it. What they write is in it at once, so that no controller does a thing twice because the event of
/// the first time has not come yet. Objects in it are shared: copy before changing. Of one thread.
/// </summary>
internal sealed class ClusterView(IClusterClient client)
{
    private readonly Dictionary<GroupVersionResource, Dictionary<ObjectKey, JsonObject>> _objects = [];

    /// <summary>Called for each change: collection, before, after.</summary>
    public Action<GroupVersionResource, JsonObject?, JsonObject?> Changed { get; set; } = static (_, _, _) => { };

    public static ObjectKey KeyOf(JsonObject value) => new(value.Obj("metadata").Str("namespace"), value.Obj("metadata").Str("name"));

    public JsonObject? Get(GroupVersionResource resource, ObjectKey key) => Collection(resource).GetValueOrDefault(key);

    /// <summary>The objects of a collection, or of one namespace of it, by key.</summary>
    public IReadOnlyList<JsonObject> All(GroupVersionResource resource, string? ns = null) =>
        [.. Collection(resource).Where(pair => ns is null || pair.Key.Namespace == ns).OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    /// <summary>The objects in the owner's namespace that it controls.</summary>
    public IReadOnlyList<JsonObject> OwnedBy(GroupVersionResource resource, JsonObject owner)
    {
        var uid = owner.Obj("metadata").Str("uid");
        return [.. All(resource, owner.Obj("metadata").Str("namespace")).Where(value => Ownership.ControllerUid(value) == uid)];
    }

    public JsonObject Create(GroupVersionResource resource, JsonObject value) => Took(resource, client.Create(resource, value));

    public JsonObject Update(GroupVersionResource resource, JsonObject value, string subresource = "") =>
        Took(resource, client.Update(resource, value, subresource));

    /// <summary>Writes the status where it differs.</summary>
    public void UpdateStatus(GroupVersionResource resource, JsonObject value, JsonObject status)
    {
        if (JsonNode.DeepEquals(value["status"] ?? new JsonObject(), status))
            return;

        var next = value.Copy();
        next["status"] = status.DeepClone();
        Update(resource, next, "status");
    }

    public void Delete(GroupVersionResource resource, JsonObject value, DeleteOptions? options = null)
    {
        var uid = value.Obj("metadata").Str("uid");
        client.Delete(resource, KeyOf(value), (options ?? new DeleteOptions()) with { Uid = uid });
        Refresh(resource, KeyOf(value), uid);
    }

    public void Bind(JsonObject pod, string node)
    {
        client.Bind(KeyOf(pod), node);
        Refresh(Resources.Pods, KeyOf(pod), pod.Obj("metadata").Str("uid"));
    }

    /// <summary>Takes in an event. What is older than what is known already says nothing new.</summary>
    public void Apply(GroupVersionResource resource, JsonObject value, bool deleted)
    {
        var key = KeyOf(value);
        var before = Get(resource, key);
        if (before is not null && RevisionOf(value) <= RevisionOf(before) && !(deleted && RevisionOf(value) == RevisionOf(before)))
            return;
        if (deleted)
            Forget(resource, key, before);
        else
            Took(resource, value);
    }

    private Dictionary<ObjectKey, JsonObject> Collection(GroupVersionResource resource)
    {
        if (!_objects.TryGetValue(resource, out var collection))
            _objects[resource] = collection = [];
        return collection;
    }

    private JsonObject Took(GroupVersionResource resource, JsonObject value)
    {
        var key = KeyOf(value);
        var before = Get(resource, key);
        Collection(resource)[key] = value;
        if (before is null || RevisionOf(before) != RevisionOf(value))
            Changed(resource, before, value);
        return value;
    }

    private void Forget(GroupVersionResource resource, ObjectKey key, JsonObject? before)
    {
        if (before is null)
            return;

        Collection(resource).Remove(key);
        Changed(resource, before, null);
    }

    private void Refresh(GroupVersionResource resource, ObjectKey key, string uid)
    {
        if (client.Get(resource, key) is { } now && now.Obj("metadata").Str("uid") == uid)
            Took(resource, now);
        else
            Forget(resource, key, Get(resource, key));
    }

    private static long RevisionOf(JsonObject value) =>
        long.TryParse(value.Obj("metadata").Str("resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;
}
