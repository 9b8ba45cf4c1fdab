using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Sync.Applying;
using KubeEdge.EdgeMesh.Edge.Sync.Streaming;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>A real edge store on disk, filled by the daemon's own code, and the informers of a pod that watch it.</summary>
internal sealed class StoreCopy : IEdgeCopy
{
    private static readonly GroupVersionResource[] Watched = [Collections.EndpointSlices, Collections.Endpoints];
    private readonly string _directory = Directory.CreateTempSubdirectory("edgemesh-traffic-").FullName;
    private readonly PodInformer[] _informers = [.. Watched.Select(collection => new PodInformer(collection))];
    private ObjectStore _store;

    public StoreCopy()
    {
        _store = Open();
        Reconnect();
    }

    public IReadOnlyDictionary<ObjectIdentity, string> Seen => _informers.SelectMany(informer => informer.Seen).ToDictionary();

    public IReadOnlyList<HeldCollection> Hello() =>
        [.. new Holdings(_store, _store).Summaries().Select(summary => new HeldCollection(summary.Collection, summary.Revision, [.. summary.Digests]))];

    public void Apply(OutboxBatch batch, long revision)
    {
        new BatchApplier(_store).Apply(new CloudBatch(
            1, revision, null,
            [.. batch.Changes.Select(change => new CloudBatch.Change(
                change.Identity.Collection, change.Identity.Key, change.Revision, change.Tag, change.IsDeletion ? default(ReadOnlyMemory<byte>?) : change.Json))],
            [.. batch.Marks.Select(mark => new CloudBatch.Mark(mark.Collection, CloudBatch.MarkState.Complete, CollectionScope.All, mark.Revision, "", ""))], []));
        foreach (var informer in _informers) informer.Read(_store);
    }

    public IReadOnlyList<KeyValuePair<ObjectKey, ulong>> Inventory(InventoryQuestion question) =>
        [.. new Holdings(_store, _store).Inventory(new CloudBatch.Question(question.Collection, question.BucketCount, question.Buckets.ToHashSet()))
            .SelectMany(part => part.Entries)];

    public void Restart()
    {
        foreach (var informer in _informers) informer.Disconnect();
        _store.Dispose();
        _store = Open();
        Reconnect();
    }

    public void Reconnect()
    {
        foreach (var informer in _informers)
        {
            informer.Disconnect();
            informer.Read(_store);
        }
    }

    public void Audit()
    {
        var listed = new Dictionary<ObjectIdentity, string>();
        foreach (var collection in Watched)
        {
            using var cursor = _store.OpenList(new ListQuery(collection, _store.Latest(collection)));
            while (cursor.MoveNext()) listed.Add(new ObjectIdentity(collection, cursor.Key), FactJson.Read(cursor.Json.ToArray()));
        }
        Assert.Equal(listed.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value), Seen.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value));
    }

    public void Dispose()
    {
        foreach (var informer in _informers) informer.Disconnect();
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private ObjectStore Open() => ObjectStore.Open(
        new StoreOptions { DataDirectory = _directory, Synchronous = SynchronousLevel.Off, KeepEvents = 50 }, new FakeTimeProvider(), NullLogger.Instance);
}
