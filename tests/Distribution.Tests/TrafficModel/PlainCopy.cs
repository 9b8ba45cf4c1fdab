using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.Wire.Digests;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>The plainest edge: a dictionary.</summary>
internal sealed class PlainCopy : IEdgeCopy
{
    private readonly Dictionary<ObjectIdentity, ulong> _tags = [];
    private readonly Dictionary<ObjectIdentity, string> _seen = [];
    private readonly Dictionary<GroupVersionResource, long> _revisions = [];

    public IReadOnlyDictionary<ObjectIdentity, string> Seen => _seen;

    public IReadOnlyList<HeldCollection> Hello() =>
        [.. _revisions.Select(held =>
        {
            var own = _tags.Where(pair => pair.Key.Collection == held.Key).ToList();
            var sums = new ulong[Digest.BucketCount(own.Count)];
            foreach (var (identity, tag) in own) sums[Digest.Bucket(identity.KeyHash, sums.Length)] += Digest.Mix(identity.KeyHash, tag);
            return new HeldCollection(held.Key, held.Value, sums);
        })];

    public void Apply(OutboxBatch batch, long revision)
    {
        foreach (var change in batch.Changes)
        {
            var collection = change.Identity.Collection;
            _revisions[collection] = Math.Max(_revisions.GetValueOrDefault(collection), change.Revision);
            if (change.IsDeletion)
            {
                _tags.Remove(change.Identity);
                _seen.Remove(change.Identity);
                continue;
            }
            _tags[change.Identity] = change.Tag;
            if (collection == Collections.EndpointSlices || collection == Collections.Endpoints) _seen[change.Identity] = FactJson.Read(change.Json);
        }
        foreach (var mark in batch.Marks)
        {
            if (mark.State == MarkState.Complete) _revisions[mark.Collection] = Math.Max(_revisions.GetValueOrDefault(mark.Collection), mark.Revision);
        }
    }

    public IReadOnlyList<KeyValuePair<ObjectKey, ulong>> Inventory(InventoryQuestion question) =>
        [.. _tags.Where(pair => pair.Key.Collection == question.Collection && question.Buckets.Contains(Digest.Bucket(pair.Key.KeyHash, question.BucketCount)))
            .Select(pair => KeyValuePair.Create(pair.Key.Key, pair.Value))];

    public void Restart()
    {
    }

    public void Reconnect()
    {
    }

    public void Audit() => Assert.Equal(_tags.Keys.Count(identity => identity.Collection == Collections.EndpointSlices || identity.Collection == Collections.Endpoints), _seen.Count);

    public void Dispose()
    {
    }
}
