using System.Text;
using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.Wire.Digests;

namespace KubeEdge.EdgeMesh.Distribution.Tests;

/// <summary>The plainest edge: a dictionary. It applies what the views send, answers inventories, and reconnects with digests of what it holds.</summary>
internal sealed class SimulatedNode(string name)
{
    private ClusterView? _view;
    private Viewer? _viewer;

    public string Name => name;

    /// <summary>How far it has come in each collection that it holds.</summary>
    public Dictionary<GroupVersionResource, long> Revisions { get; } = [];

    /// <summary>What it holds.</summary>
    public Dictionary<ObjectIdentity, (ulong Tag, string Json)> Held { get; } = [];

    /// <summary>Everything that it was sent since the last call of <see cref="Connect"/>.</summary>
    public List<ObjectChange> Received { get; } = [];

    public List<Mark> Marks { get; } = [];

    public bool Gone { get; private set; }

    /// <summary>Where its pods reach its MetaServer, as it says at the next connection.</summary>
    public PodEndpoint? MetaServer { get; set; }

    public Viewer Viewer => _viewer!;

    public IEnumerable<string> Texts(string collection) =>
        Held.Where(pair => pair.Key.Collection == GroupVersionResource.Parse(collection)).Select(pair => pair.Value.Json);

    public IEnumerable<string> Names(string collection) =>
        Held.Keys.Where(identity => identity.Collection == GroupVersionResource.Parse(collection)).Select(identity => identity.Key.Name).Order(StringComparer.Ordinal);

    public string? Read(string collection, string ns, string objectName) =>
        Held.TryGetValue(new ObjectIdentity(GroupVersionResource.Parse(collection), new ObjectKey(ns, objectName)), out var held) ? held.Json : null;

    public void Connect(ClusterView view, params GroupVersionResource[] undecided)
    {
        Disconnect();
        _view = view;
        Received.Clear();
        Marks.Clear();
        var held = Revisions.Select(collection => new HeldCollection(collection.Key, collection.Value, Digests(collection.Key))).ToList();
        _viewer = view.Attach(name, held, undecided.ToHashSet(), () => Gone = true, MetaServer);
    }

    public void Disconnect()
    {
        if (_viewer is not null) _view!.Detach(_viewer);
        _viewer = null;
    }

    /// <summary>Applies up to so many messages; every one by default.</summary>
    public void Drain(int messages = int.MaxValue, int batchBytes = 4096)
    {
        for (; messages > 0 && _viewer?.Outbox.Take(batchBytes) is { } batch; messages--)
        {
            foreach (var change in batch.Changes) Apply(change);
            foreach (var mark in batch.Marks) Apply(mark);
            foreach (var question in batch.Questions) Answer(question);
        }
    }

    private void Apply(ObjectChange change)
    {
        Received.Add(change);
        Assert.False(change.Header.IsEmpty, $"{change.Identity} was sent without having been encoded");
        Revisions[change.Identity.Collection] = Math.Max(Revisions.GetValueOrDefault(change.Identity.Collection), change.Revision);
        if (change.IsDeletion) Held.Remove(change.Identity);
        else Held[change.Identity] = (change.Tag, Encoding.UTF8.GetString(change.Json.Span));
    }

    private void Apply(Mark mark)
    {
        Marks.Add(mark);
        switch (mark.State)
        {
            case MarkState.Complete:
                Revisions[mark.Collection] = Math.Max(Revisions.GetValueOrDefault(mark.Collection), mark.Revision);
                break;
            case MarkState.Forget:
                Revisions.Remove(mark.Collection);
                foreach (var identity in Held.Keys.Where(identity => identity.Collection == mark.Collection).ToList()) Held.Remove(identity);
                break;
        }
    }

    private void Answer(InventoryQuestion question)
    {
        var entries = Held.Where(pair => pair.Key.Collection == question.Collection && question.Buckets.Contains(Digest.Bucket(pair.Key.KeyHash, question.BucketCount)))
            .Select(pair => KeyValuePair.Create(pair.Key.Key, pair.Value.Tag)).ToList();
        var half = entries.Count / 2;
        _view!.Answer(_viewer!, question.Collection, entries[..half], last: false);
        _view.Answer(_viewer!, question.Collection, entries[half..], last: true);
    }

    private ulong[] Digests(GroupVersionResource collection)
    {
        var own = Held.Where(pair => pair.Key.Collection == collection).ToList();
        var sums = new ulong[Digest.BucketCount(own.Count)];
        foreach (var (identity, (tag, _)) in own) sums[Digest.Bucket(identity.KeyHash, sums.Length)] += Digest.Mix(identity.KeyHash, tag);
        return sums;
    }
}
