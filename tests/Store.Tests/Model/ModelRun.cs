using System.Globalization;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Store.Tests.Model;

/// <summary>One history, done to the store and to the model side by side.</summary>
internal sealed class ModelRun : IDisposable
{
    public const int KeepEvents = 6;
    public static readonly GroupVersionResource[] Resources = [TestStore.Pods, TestStore.Slices];

    private readonly TestStore _store = new(options =>
    {
        options.KeepEvents = KeepEvents;
        options.MaxEvents = 12;
        options.KeepTime = TimeSpan.FromSeconds(20);
        options.WatchBufferEvents = 3;
        options.WatchBufferBytes = 2_000;
        options.Synchronous = Edge.Store.SynchronousLevel.Off;
    });
    private readonly StoreModel _model = new();
    private readonly List<(int Collection, ModelCollection Life, int Changes, Snapshot Snapshot)> _snapshots = [];
    private readonly List<Follower> _followers = [];

    public void Do(Operation operation)
    {
        var revision = _store.Open.Revision;
        var placed = Apply(operation);
        if (operation is not (Operation.Restart or Operation.Prune or Operation.Fail)) _model.Apply(operation, placed);
        Assert.True(_store.Open.Revision >= revision, "the revision went back");
        Assert.Equal(_model.Revision, _store.Open.Revision);
        // Half of the watchers keep up, the others read nothing until the end.
        for (var i = 0; i < _followers.Count; i += 2) CheckFollower(_followers[i]);
        for (var i = 0; i < StoreModel.Collections; i++)
        {
            var life = _model.All[i];
            _snapshots.Add((i, life, life.Changes.Count, _store.Open.Latest(Resources[i])));
            _followers.Add(new Follower(i, life, life.Changes.Count, _store.Open.Latest(Resources[i]).Sequence, _store.Open));
        }
    }

    public void CheckAll()
    {
        for (var i = 0; i < StoreModel.Collections; i++) CheckState(i);
        foreach (var snapshot in _snapshots) CheckSnapshot(snapshot);
        for (var i = 0; i < StoreModel.Collections; i++) CheckResume(i);
        foreach (var follower in _followers) CheckFollower(follower);
    }

    public void Dispose()
    {
        foreach (var follower in _followers) follower.Watch.Dispose();
        _store.Dispose();
    }

    /// <summary>The revision at which an object was put; 0 for all else.</summary>
    private long Apply(Operation operation)
    {
        switch (operation)
        {
            case Operation.Put put:
                return _store.Put(put.Key, _model.RevisionOf(put.Ahead), $"c{put.Content}", put.Tag, Resources[put.Collection], put.Uid);
            case Operation.Delete delete:
                _store.Transact(t => t.Delete(Resources[delete.Collection], TestStore.Key(delete.Key), _model.RevisionOf(delete.Ahead)));
                break;
            case Operation.Advance advance:
                _store.Transact(t => { t.Advance(t.Revision + advance.By); return 0; });
                break;
            case Operation.Mark mark:
                _store.Mark(_model.RevisionOf(mark.Ahead), Resources[mark.Collection]);
                break;
            case Operation.Forget forget:
                _store.Transact(t => { t.Forget(Resources[forget.Collection]); return 0; });
                break;
            case Operation.Fail fail:
                Assert.Throws<InvalidDataException>(() => _store.Transact<int>(t =>
                {
                    t.Put(Resources[fail.Collection], TestStore.Key(fail.Key), TestStore.Json(fail.Key, 1), t.NextRevision());
                    t.Forget(Resources[fail.Collection]);
                    throw new InvalidDataException();
                }));
                break;
            case Operation.Restart:
                _store.Restart();
                // Watches end with the process; their readers come back with what they have read last.
                for (var i = 0; i < _followers.Count; i++) _followers[i] = _followers[i].Resume(_store.Open);
                break;
            case Operation.Prune prune:
                _store.Time.Advance(TimeSpan.FromSeconds(prune.Seconds));
                _store.Open.Prune();
                foreach (var life in _model.All) life.Prune(KeepEvents);
                break;
        }
        return 0;
    }

    private void CheckState(int collection)
    {
        var life = _model.All[collection];
        Assert.Equal(life.States[^1], _store.List(resource: Resources[collection]));
        var state = _store.Open.Find(Resources[collection]);
        Assert.Equal(life.Objects.Count, state?.Count ?? 0);
        foreach (var (key, (revision, content, tag, _)) in life.Objects)
        {
            var stored = _store.Open.Get(Resources[collection], TestStore.Key(key))!;
            Assert.Equal($"{key}@{revision}={content}", TestStore.Text(TestStore.Key(key), stored.Revision, stored.Json.Span));
            Assert.Equal(tag, stored.Tag);
        }
    }

    /// <summary>A list at an old snapshot is exactly what it was, or is refused where that is allowed; pages add up to the whole.</summary>
    private void CheckSnapshot((int Collection, ModelCollection Life, int Changes, Snapshot Snapshot) seen)
    {
        var alive = ReferenceEquals(seen.Life, _model.All[seen.Collection]);
        try
        {
            var listed = _store.List(seen.Snapshot, resource: Resources[seen.Collection]);
            Assert.True(alive || seen.Life.Changes.Count == 0, "a list of a life that is over");
            Assert.Equal(seen.Life.States[seen.Changes], listed);
            if (listed.Count > 1)
            {
                var first = listed[0].Split('@')[0];
                Assert.Equal(listed.Skip(1), _store.List(seen.Snapshot, after: first, resource: Resources[seen.Collection]));
                var ns = TestStore.Key(first).Namespace;
                Assert.Equal(listed.Where(text => text.StartsWith(ns + "/", StringComparison.Ordinal)), _store.List(seen.Snapshot, ns, resource: Resources[seen.Collection]));
            }
        }
        catch (SnapshotExpiredException)
        {
            Assert.True(!alive || seen.Changes < seen.Life.MayBeCut, "a state that is kept was refused");
        }
    }

    /// <summary>From every revision: everything above it is replayed in order, and what shares it may be repeated, all of it.</summary>
    private void CheckResume(int collection)
    {
        var life = _model.All[collection];
        for (long revision = 1; revision <= _model.Revision + 1; revision++)
        {
            if (!_store.Open.TryResume(Resources[collection], revision, out var after, out var oldest))
            {
                Assert.True(revision < oldest);
                Assert.True(revision < life.ResumeFrom, "a revision that is kept was refused");
                Assert.False(life.Complete && revision == life.Served, "the newest revision was refused");
                continue;
            }
            Assert.True(revision >= life.NotBelow, "a revision from before the collection was known whole was accepted");
            using var watch = _store.Open.Watch(Resources[collection], after);
            var replayed = new List<string>();
            while (watch.TryRead(out var change)) replayed.Add(TestStore.Text(change));
            var later = life.Changes.Skip(life.Begin).Where(change => change.Revision > revision).Select(change => change.Text).ToList();
            var same = life.Changes.Skip(life.Begin).Where(change => change.Revision == revision).ToList();
            var repeated = replayed.Count - later.Count;
            Assert.InRange(repeated, same.Count(change => change.Shared), same.Count);
            Assert.Equal([.. same.TakeLast(repeated).Select(change => change.Text), .. later], replayed);
        }
    }

    /// <summary>A watch has every change since it was opened, each once, with the state before it; or it has ended where that is allowed.</summary>
    private void CheckFollower(Follower follower)
    {
        while (follower.Watch.TryRead(out var change))
        {
            var position = follower.Position;
            Assert.True(position < follower.Life.Changes.Count, "a change too many");
            Assert.Equal(follower.Life.Changes[position].Text, TestStore.Text(change));
            var before = follower.Life.States[position].FirstOrDefault(text => text.StartsWith(change.Key + "@", StringComparison.Ordinal));
            Assert.Equal(before, change.Previous.IsEmpty ? null : Previous(change));
            follower.Read(change);
        }
        if (follower.Position == follower.Life.Changes.Count) return;
        Assert.True(
            !ReferenceEquals(follower.Life, _model.All[follower.Collection]) || follower.Position < follower.Life.MayBeCut,
            "a watch ended too early");
    }

    private static string Previous(StoredEvent change)
    {
        Assert.True(RawJson.TryGetString(change.Previous.Span, "metadata.resourceVersion", out var version));
        return TestStore.Text(change.Key, long.Parse(version, CultureInfo.InvariantCulture), change.Previous.Span);
    }
}
