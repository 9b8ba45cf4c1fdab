using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>
/// A pod's informer, as strict as client-go's handlers are: a change whose version equals the one it has is not noticed, so content that comes so is lost; a version
/// that goes back is a fault. It lists once, watches, and resumes from the last version that it saw.
/// </summary>
internal sealed class PodInformer(GroupVersionResource collection)
{
    private readonly Dictionary<ObjectKey, (long Version, string Line)> _cache = [];
    private IObjectWatch? _watch;
    private long _last;

    public IEnumerable<KeyValuePair<ObjectIdentity, string>> Seen => _cache.Select(entry => new KeyValuePair<ObjectIdentity, string>(new ObjectIdentity(collection, entry.Key), entry.Value.Line));

    public void Disconnect()
    {
        _watch?.Dispose();
        _watch = null;
    }

    /// <summary>Reads what has happened. As long as the collection is not held whole nobody reads it: the MetaServer passes such requests through.</summary>
    public void Read(ObjectStore store)
    {
        if (_watch is null && store.Find(collection) is { Complete: not CollectionScope.None }) Connect(store);
        while (_watch is not null && _watch.TryRead(out var change))
        {
            Assert.True(change.Revision >= _last, $"{collection}: version {change.Revision} after {_last}");
            _last = change.Revision;
            if (change.Type == WatchEventType.Deleted) _cache.Remove(change.Key);
            else Take(change.Key, change.Revision, FactJson.Read(change.Json));
        }
    }

    /// <summary>Lists, or resumes where it was.</summary>
    private void Connect(ObjectStore store)
    {
        if (_last > 0 && store.TryResume(collection, _last, out var after, out _))
        {
            _watch = store.Watch(collection, after);
            return;
        }
        var snapshot = store.Latest(collection);
        var gone = _cache.Keys.ToHashSet();
        using (var cursor = store.OpenList(new ListQuery(collection, snapshot)))
        {
            while (cursor.MoveNext())
            {
                gone.Remove(cursor.Key);
                Take(cursor.Key, cursor.Revision, FactJson.Read(cursor.Json.ToArray()));
            }
        }
        foreach (var key in gone) _cache.Remove(key);
        _last = Math.Max(_last, snapshot.Revision);
        _watch = store.Watch(collection, snapshot.Sequence);
    }

    private void Take(ObjectKey key, long version, string line)
    {
        if (_cache.TryGetValue(key, out var known))
        {
            Assert.True(version >= known.Version, $"{collection} {key}: version {version} after {known.Version}");
            Assert.True(version > known.Version || line == known.Line, $"{collection} {key}: '{known.Line}' became '{line}' at the same version {version}");
        }
        _cache[key] = (version, line);
    }
}
