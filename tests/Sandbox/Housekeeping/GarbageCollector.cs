using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Housekeeping;

/// <summary>
/// Deletes objects whose owners are all gone; and holds an owner that is deleted with a policy until its dependents are deleted
/// (foreground) or let go (orphan).
/// </summary>
internal sealed class GarbageCollector(IClusterClient client, ILogger<GarbageCollector> logger, TimeProvider time) : Chore<ObjectIdentity>(logger, time)
{
    private readonly OwnerGraph _graph = new();

    public override void Changed(Change change)
    {
        _graph.Apply(change);
        var (value, uid) = (change.After ?? change.Before!, (change.After ?? change.Before!).Obj("metadata").Str("uid"));
        if (change.After is null)
        {
            foreach (var dependent in _graph.Dependents(uid)) Work.Add(dependent);
            foreach (var owner in OwnerGraph.Owners(value)) { if (_graph.Find(owner) is { } found) Work.Add(found); }
        }
        else if (IsHeld(value) || OwnerGraph.Owners(value).Any(owner => _graph.Find(owner) is null))
        {
            Work.Add(new ObjectIdentity(change.Definition.Resource, change.Key, uid));
        }
    }

    protected override void Do(ObjectIdentity item)
    {
        if (client.Get(item.Resource, item.Key) is not { } value || value.Meta().Str("uid") != item.Uid) return;
        if (IsHeld(value)) Release(item, value);
        if (OwnerGraph.Owners(value).Any()) Judge(item, value);
    }

    /// <summary>An object that is being deleted with a policy.</summary>
    private void Release(ObjectIdentity item, JsonObject value)
    {
        var dependents = _graph.Dependents(item.Uid);
        if (value.Meta().Strs("finalizers").Contains(Deletion.Orphan))
        {
            foreach (var dependent in dependents) Drop(dependent, owner => owner.Str("uid") == item.Uid);
            RemoveFinalizer(item, Deletion.Orphan);
            return;
        }
        if (!dependents.Any(dependent => Blocks(dependent, item.Uid))) RemoveFinalizer(item, Deletion.Foreground);
        foreach (var dependent in dependents) Work.Add(dependent);
    }

    /// <summary>An object with owners.</summary>
    private void Judge(ObjectIdentity item, JsonObject value)
    {
        var owners = value.Meta().Objs("ownerReferences").Select(owner => _graph.Find(owner.Str("uid"))).ToList();
        var waiting = owners.OfType<ObjectIdentity>().Where(IsWaiting).Select(owner => owner.Uid).ToHashSet(StringComparer.Ordinal);
        if (owners.Any(owner => owner is not null && !waiting.Contains(owner.Uid)))
        {
            if (owners.Contains(null) || waiting.Count > 0) Drop(item, owner => _graph.Find(owner.Str("uid")) is null || waiting.Contains(owner.Str("uid")));
            return;
        }
        if (value.Meta().Str("deletionTimestamp").Length > 0) return;
        client.Delete(item.Resource, item.Key, new DeleteOptions
        {
            Uid = item.Uid,
            Propagation = waiting.Count > 0 && _graph.Dependents(item.Uid).Count > 0 ? DeletePropagation.Foreground : DeletePropagation.Background,
        });
    }

    private bool IsWaiting(ObjectIdentity owner) =>
        client.Get(owner.Resource, owner.Key) is { } value && value.Meta().Str("deletionTimestamp").Length > 0
        && value.Meta().Strs("finalizers").Contains(Deletion.Foreground);

    private bool Blocks(ObjectIdentity dependent, string owner) =>
        client.Get(dependent.Resource, dependent.Key)?.Meta().Objs("ownerReferences").Any(item => item.Str("uid") == owner && item.Bool("blockOwnerDeletion")) ?? false;

    private void Drop(ObjectIdentity item, Func<JsonObject, bool> isDropped)
    {
        if (client.Get(item.Resource, item.Key) is not { } value || value.Meta().Str("uid") != item.Uid) return;
        var kept = value.Meta().Objs("ownerReferences").Where(owner => !isDropped(owner)).Select(owner => owner.Copy()).ToArray();
        if (kept.Length == 0) value.Meta().Remove("ownerReferences");
        else value.Meta()["ownerReferences"] = new JsonArray([.. kept]);
        client.Update(item.Resource, value);
    }

    private void RemoveFinalizer(ObjectIdentity item, string finalizer)
    {
        if (client.Get(item.Resource, item.Key) is not { } value || value.Meta().Str("uid") != item.Uid) return;
        value.Meta()["finalizers"] = new JsonArray([.. value.Meta().Strs("finalizers").Where(name => name != finalizer).Select(name => JsonValue.Create(name))]);
        client.Update(item.Resource, value);
    }

    private static bool IsHeld(JsonObject value)
    {
        var metadata = value.Obj("metadata");
        return metadata.Str("deletionTimestamp").Length > 0 && metadata.Strs("finalizers").Any(name => name is Deletion.Foreground or Deletion.Orphan);
    }
}
