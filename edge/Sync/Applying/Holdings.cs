using System.Text;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Edge.Sync.Streaming;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.Wire.Digests;

namespace KubeEdge.EdgeMesh.Edge.Sync.Applying;

/// <summary>Says what the store holds: in short for Hello, in full where the cloud asks, and of which cluster.</summary>
internal sealed class Holdings(IObjectWriter store, ICollections collections)
{
    private const string InstanceNote = "sync/instance";
    private const string ClusterNote = "sync/cluster";
    private const int EntriesPerMessage = 2_000;

    /// <summary>Made once for each data directory.</summary>
    public string Instance() => store.Transact(transaction =>
    {
        if (transaction.GetNote(InstanceNote) is { } known) return Encoding.UTF8.GetString(known);
        var made = Guid.NewGuid().ToString("N");
        transaction.SetNote(InstanceNote, Encoding.UTF8.GetBytes(made));
        return made;
    });

    /// <summary>Digests of every collection.</summary>
    public IReadOnlyList<EdgeFrame.Summary> Summaries()
    {
        var held = collections.All();
        return store.Transact(transaction => held.Select(collection => Summary(transaction, collection)).ToList());
    }

    /// <summary>The keys and tags in the buckets that were asked for, in messages of bounded length.</summary>
    public IEnumerable<EdgeFrame.Inventory> Inventory(CloudBatch.Question question)
    {
        var entries = store.Transact(transaction => transaction.Tags(question.Collection)
            .Where(entry => question.Buckets.Contains(Digest.Bucket(Hash(entry.Key), question.BucketCount))).ToList());
        for (var start = 0; start == 0 || start < entries.Count; start += EntriesPerMessage)
        {
            var part = entries.Skip(start).Take(EntriesPerMessage).ToList();
            yield return new EdgeFrame.Inventory(question.Collection, part, Last: start + EntriesPerMessage >= entries.Count);
        }
    }

    /// <summary>Makes sure that what is held is of this cluster. Objects of another one are dropped, never mixed.</summary>
    /// <returns>False where something was dropped: what Hello said is then no longer true.</returns>
    public bool Claim(string cluster)
    {
        var held = collections.All();
        return store.Transact(transaction =>
        {
            var known = transaction.GetNote(ClusterNote) is { } note ? Encoding.UTF8.GetString(note) : null;
            if (known == cluster) return true;
            transaction.SetNote(ClusterNote, Encoding.UTF8.GetBytes(cluster));
            foreach (var collection in held) transaction.Forget(collection.Resource);
            return held.Count == 0;
        });
    }

    private static EdgeFrame.Summary Summary(IStoreTransaction transaction, CollectionState collection)
    {
        var tags = transaction.Tags(collection.Resource).ToList();
        var digests = new ulong[Digest.BucketCount(tags.Count)];
        foreach (var (key, tag) in tags)
        {
            var hash = Hash(key);
            digests[Digest.Bucket(hash, digests.Length)] += Digest.Mix(hash, tag);
        }
        return new EdgeFrame.Summary(collection.Resource, collection.Revision, digests);
    }

    private static ulong Hash(ObjectKey key) => Digest.KeyHash(key.Namespace, key.Name);
}
