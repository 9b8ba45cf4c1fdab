using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

/// <summary>
/// One collection in which EdgeApplications have objects, found by key and by owner. What we wrote ourselves is in it at once: a decision is
/// never made by a state from before our own write.
/// </summary>
internal sealed class ChildCollection(GroupVersionResource resource, Action<ChildKey, ObjectKey?> changed, Action<GroupVersionResource> synced) : IRawObjectHandler
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, (RawObject Raw, Owner Owner)> _objects = [];
    private readonly Dictionary<ObjectKey, RawObject> _written = [];
    private readonly Dictionary<ObjectKey, HashSet<ObjectKey>> _byOwner = [];

    public GroupVersionResource Resource => resource;

    /// <summary>Whether the collection is known wholly.</summary>
    public bool Synced { get; private set; }

    public (RawObject Raw, Owner Owner)? Find(ObjectKey key)
    {
        lock (_gate)
            return _objects.TryGetValue(key, out var held) ? held : null;
    }

    /// <summary>The objects of an application, as references or annotations say.</summary>
    public IReadOnlyList<(RawObject Raw, Owner Owner)> Of(ObjectKey application)
    {
        lock (_gate)
            return _byOwner.TryGetValue(application, out var keys) ? [.. keys.Select(key => _objects[key])] : [];
    }

    /// <summary>Takes in the answer to a write of ours.</summary>
    public void Wrote(RawObject answer)
    {
        lock (_gate)
        {
            if (_objects.TryGetValue(answer.Key, out var held) && held.Raw.Revision >= answer.Revision)
                return;
            _written[answer.Key] = answer;
            Put(answer);
        }
    }

    public void Upserted(RawObject current, RawObject? previous)
    {
        ObjectKey? before, now;
        lock (_gate)
        {
            if (_written.TryGetValue(current.Key, out var written))
            {
                if (written.Revision > current.Revision)
                    return;
                _written.Remove(current.Key);
            }

            before = _objects.TryGetValue(current.Key, out var held) ? held.Owner.Application : null;
            now = Put(current).Application;
        }

        Tell(current.Key, before, now);
    }

    public void Deleted(RawObject last, long revision)
    {
        ObjectKey? before;
        lock (_gate)
        {
            if (_written.TryGetValue(last.Key, out var written) && written.Revision > revision)
                return;
            before = Remove(last.Key);
        }

        Tell(last.Key, before, null);
    }

    public void Progressed(long revision)
    {
        List<ObjectKey> gone;
        bool first;
        lock (_gate)
        {
            // Everything up to here has been told: what we wrote before and did not hear of has gone again meanwhile.
            gone = [.. _written.Where(pair => pair.Value.Revision <= revision).Select(pair => pair.Key)];
            foreach (var key in gone)
                Remove(key);
            first = !Synced;
            Synced = true;
        }

        foreach (var key in gone)
            Tell(key, null, null);
        if (first)
            synced(resource);
    }

    private Owner Put(RawObject raw)
    {
        var owner = Owner.Of(raw);
        Unlink(raw.Key);
        _objects[raw.Key] = (raw, owner);
        if (owner.Application is { } application)
        {
            if (!_byOwner.TryGetValue(application, out var keys))
                _byOwner[application] = keys = [];
            keys.Add(raw.Key);
        }

        return owner;
    }

    private ObjectKey? Remove(ObjectKey key)
    {
        var before = _objects.TryGetValue(key, out var held) ? held.Owner.Application : null;
        Unlink(key);
        _objects.Remove(key);
        _written.Remove(key);
        return before;
    }

    private void Unlink(ObjectKey key)
    {
        if (!_objects.TryGetValue(key, out var held) || held.Owner.Application is not { } application || !_byOwner.TryGetValue(application, out var keys))
            return;
        keys.Remove(key);
        if (keys.Count == 0)
            _byOwner.Remove(application);
    }

    private void Tell(ObjectKey key, ObjectKey? before, ObjectKey? now)
    {
        var child = new ChildKey(resource, key);
        changed(child, now);
        if (before != now && before is not null)
            changed(child, before);
    }
}
