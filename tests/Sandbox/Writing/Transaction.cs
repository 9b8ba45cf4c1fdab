using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>The inside of one write: what it reads includes what it wrote.</summary>
internal sealed class Transaction(IStoreTransaction store, DateTimeOffset now, bool dryRun)
{
    private readonly List<Change> _changes = [];

    /// <summary>When the write happens: one time for all of it.</summary>
    public DateTimeOffset Now => now;

    /// <summary>The time as objects carry it.</summary>
    public string Timestamp => Timestamps.Seconds(now);

    /// <summary>What was written.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>The object as it is now, the caller's own copy; null where there is none.</summary>
    public JsonObject? Get(GroupVersionResource resource, ObjectKey key) =>
        store.Get(resource, key) is { } found ? ObjectBytes.Parse(found.Json.Span) : null;

    /// <summary>Stores the object under a new revision, which is set in it.</summary>
    public void Put(ResourceDefinition definition, ObjectKey key, JsonObject value, JsonObject? before)
    {
        if (dryRun) return;
        var revision = store.NextRevision();
        value.Meta()["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        foreach (var resource in definition.Twins.Prepend(definition.Resource))
        {
            store.Put(resource, key, ObjectBytes.Write(value, resource.ApiVersion, definition.Api.Kind, definition.IsCustom), revision);
        }
        _changes.Add(new Change(definition, key, before, value.Copy()));
    }

    /// <summary>Removes the object under a new revision.</summary>
    public void Remove(ResourceDefinition definition, ObjectKey key, JsonObject before)
    {
        if (dryRun) return;
        var revision = store.NextRevision();
        foreach (var resource in definition.Twins.Prepend(definition.Resource)) store.Delete(resource, key, revision);
        _changes.Add(new Change(definition, key, before, null));
    }

    /// <summary>Drops a collection that is no longer served.</summary>
    public void Forget(GroupVersionResource resource) => store.Forget(resource);
}
