using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>
/// Everything that nodes may see, and who sees it. One lock guards it all: informers change it, sessions join and leave. An outbox is
/// filled under that lock, and emptied without it.
/// </summary>
internal sealed class ClusterView
{
    private readonly IInformers _informers;
    private readonly ShareCatalog _catalog;
    private readonly Dictionary<string, List<Viewer>> _viewers = new(StringComparer.Ordinal);
    private readonly Dictionary<GroupVersionResource, WantedShare> _wanted = [];
    private readonly TaskCompletionSource _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _revision;

    public ClusterView(
        IInformers informers, IChangeEncoder encoder, IEnumerable<GroupVersionResource> extraCollections, IPodAuthorities podAuthorities, ILogger logger)
    {
        (_informers, Encoder, PodAuthorities, Logger) = (informers, encoder, podAuthorities, logger);
        _catalog = new ShareCatalog(this, extraCollections);
    }

    /// <summary>Guards everything here.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Who holds whole collections because callers on his node may read them.</summary>
    public GrantBook Grants { get; } = new();

    public IChangeEncoder Encoder { get; }

    /// <summary>What pods have to trust besides the cluster's CA.</summary>
    public IPodAuthorities PodAuthorities { get; }

    public ILogger Logger { get; }

    /// <summary>The highest revision heard in any collection.</summary>
    public long Revision => Volatile.Read(ref _revision);

    /// <summary>Completes when nodes can be served: it is known which exist, what runs on them, and which cluster this is.</summary>
    public Task Serving => _serving.Task;

    /// <summary>The cluster's identity; empty before <see cref="Serving"/>.</summary>
    public string Cluster
    {
        get { lock (Gate) return _catalog.Namespaces.Cluster; }
    }

    /// <summary>How many changes wait in all outboxes.</summary>
    public long Queued
    {
        get { lock (Gate) return AllViewers().Sum(viewer => (long)viewer.Outbox.Count); }
    }

    /// <summary>Begins to follow the cluster.</summary>
    /// <returns>Dispose to stop.</returns>
    public IReadOnlyList<IDisposable> Follow() => [.. _catalog.Shares.Keys.Select(Follow)];

    /// <summary>Follows one collection of the share. Followed once more it hears everything anew: what is made of an object and something else then fits that.</summary>
    public IDisposable Follow(GroupVersionResource collection) => _informers.For(collection).Subscribe(_catalog.Shares[collection]);

    /// <summary>Whether the cluster has the node.</summary>
    public bool HasNode(string node)
    {
        lock (Gate) return _catalog.Nodes.Exists(node);
    }

    /// <summary>Whether a pod bound to the node runs as this ServiceAccount.</summary>
    public bool RunsAs(string node, ObjectKey serviceAccount)
    {
        lock (Gate) return _catalog.Pods.RunsAs(node, serviceAccount);
    }

    /// <summary>Whether every node holds the whole collection anyway.</summary>
    public bool IsForEveryone(GroupVersionResource collection) =>
        _catalog.Shares.TryGetValue(collection, out var share) && share.Scope == ShareScope.All;

    /// <summary>Lets a node see its share from now on.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="held">What it holds already.</param>
    /// <param name="undecided">Collections that wait until <see cref="Settle"/>: it is not known yet how much of them it may hold.</param>
    /// <param name="nodeGone">Called when the node is deleted; under the lock, so it must only signal.</param>
    /// <param name="metaServer">Where the node's pods reach its MetaServer; null where it does not say.</param>
    public Viewer Attach(
        string node, IReadOnlyList<HeldCollection> held, IReadOnlySet<GroupVersionResource> undecided, Action nodeGone, PodEndpoint? metaServer = null)
    {
        var viewer = new Viewer(node) { NodeGone = nodeGone, MetaServer = metaServer };
        lock (Gate)
        {
            viewer.Group = _catalog.Nodes.GroupOf(node);
            if (!_viewers.TryGetValue(node, out var viewers)) _viewers.Add(node, viewers = []);
            viewers.Add(viewer);
            foreach (var collection in held) viewer.Unclaimed[collection.Collection] = collection;
            foreach (var share in _catalog.Shares.Values)
            {
                viewer.Unclaimed.Remove(share.Collection, out var own);
                var viewed = new ViewedCollection(share, own) { Undecided = undecided.Contains(share.Collection) };
                viewer.Collections.Add(share.Collection, viewed);
                Seating.TryOpen(viewer, viewed);
            }
            foreach (var foreign in viewer.Unclaimed.Keys.Where(collection => !undecided.Contains(collection)).ToList()) Seating.Forget(viewer, foreign);
        }
        return viewer;
    }

    /// <summary>The node is gone, or will see through another viewer.</summary>
    public void Detach(Viewer viewer)
    {
        var ended = new List<IDisposable>();
        lock (Gate)
        {
            if (!_viewers.TryGetValue(viewer.Node, out var viewers) || !viewers.Remove(viewer)) return;
            if (viewers.Count == 0) _viewers.Remove(viewer.Node);
            foreach (var viewed in viewer.Collections.Values)
            {
                foreach (var user in viewed.Grantees) Grants.Remove(new GrantKey(user, viewed.Share.Collection), viewer);
                Seating.Leave(viewer, viewed);
                if (viewed.Share is WantedShare wanted) LetGo(wanted, ended);
            }
            viewer.Collections.Clear();
        }
        foreach (var following in ended) following.Dispose();
    }

    /// <summary>Takes a part of the answer to an inventory question.</summary>
    public void Answer(Viewer viewer, GroupVersionResource collection, IEnumerable<KeyValuePair<ObjectKey, ulong>> entries, bool last)
    {
        lock (Gate)
        {
            // A question may have been overtaken: the collection was released meanwhile.
            if (viewer.Collections.TryGetValue(collection, out var viewed) && viewed.Phase == ViewPhase.Comparing)
                Seating.Answer(viewer, viewed, entries, last);
        }
    }

    /// <summary>Lets the node see the whole collection, for a caller who may.</summary>
    /// <param name="viewer">The node.</param>
    /// <param name="collection">What it may see.</param>
    /// <param name="user">The caller.</param>
    /// <param name="decidedAt">The version of the rights (<see cref="GrantBook.RightsVersion"/>) when the cluster was asked.</param>
    public void Grant(Viewer viewer, GroupVersionResource collection, string user, long decidedAt)
    {
        var (wanted, isNew) = Hold(collection);
        if (isNew)
        {
            // Not under the lock: the informer tells what it has at once, and takes locks of its own.
            var following = _informers.For(collection).Subscribe(wanted!);
            lock (Gate)
            {
                wanted!.Following = following;
            }
        }
        var ended = new List<IDisposable>();
        lock (Gate)
        {
            if (!IsAttached(viewer) || viewer.Collections.ContainsKey(collection))
            {
                if (wanted is not null) LetGo(wanted, ended);
            }
            if (IsAttached(viewer))
            {
                if (!viewer.Collections.TryGetValue(collection, out var viewed))
                {
                    viewer.Unclaimed.Remove(collection, out var held);
                    viewer.Collections.Add(collection, viewed = new ViewedCollection(wanted!, held));
                }
                var before = viewed.Whole;
                viewed.Grantees.Add(user);
                Grants.Add(new GrantKey(user, collection), viewer);
                // Rights changed while this was being decided: it is decided again.
                if (decidedAt != Grants.RightsVersion) Grants.OnRightsChanged();
                // Its pod may have gone while the cluster was asked.
                if (GrantBook.TryReadAccount(user, out var account) && !_catalog.Pods.RunsAs(viewer.Node, account)) Grants.OnAccountLeft(viewer.Node, account);
                if (!before) Seating.Reseat(viewer, viewed, Revision);
                Seating.TryOpen(viewer, viewed);
            }
        }
        foreach (var following in ended) following.Dispose();
    }

    /// <summary>All that the node asked for in Hello about this collection has been decided.</summary>
    public void Settle(Viewer viewer, GroupVersionResource collection)
    {
        lock (Gate)
        {
            if (viewer.Collections.TryGetValue(collection, out var viewed))
            {
                viewed.Undecided = false;
                Seating.TryOpen(viewer, viewed);
            }
            else if (viewer.Unclaimed.ContainsKey(collection))
            {
                Seating.Forget(viewer, collection);
            }
        }
    }

    /// <summary>A caller's interest has ended.</summary>
    public void Release(Viewer viewer, GroupVersionResource collection, string user)
    {
        var ended = new List<IDisposable>();
        lock (Gate)
        {
            Grants.Remove(new GrantKey(user, collection), viewer);
            if (!viewer.Collections.TryGetValue(collection, out var viewed) || !viewed.Grantees.Remove(user) || viewed.Whole) return;
            if (viewed.Share is WantedShare wanted)
            {
                Seating.Leave(viewer, viewed);
                viewer.Collections.Remove(collection);
                Seating.Forget(viewer, collection);
                LetGo(wanted, ended);
            }
            else
            {
                Seating.Reseat(viewer, viewed, Revision);
            }
        }
        foreach (var following in ended) following.Dispose();
    }

    /// <summary>
    /// A caller may no longer read the collection, or is not there: the node drops what it holds for nobody else. A node remembers a refusal for a while; one whose caller
    /// may come back hears of none where it drops everything anyway.
    /// </summary>
    public void Withdraw(Viewer viewer, GrantKey grant, string reason, bool mayComeBack)
    {
        bool dropsAll;
        lock (Gate)
        {
            if (!viewer.Collections.TryGetValue(grant.Collection, out var viewed) || !viewed.Grantees.Contains(grant.User)) return;
            dropsAll = viewed.Share is WantedShare && viewed.Grantees.Count == 1;
        }
        Release(viewer, grant.Collection, grant.User);
        // Behind the mark by which the collection is dropped: that takes what waits of it out of the queue.
        if (!(mayComeBack && dropsAll)) viewer.Outbox.Enqueue(new Mark(grant.Collection, MarkState.Denied, ShareScope.Node, 0, reason, grant.User));
    }

    /// <summary>Whether the node sees something of the collection already.</summary>
    public bool Sees(Viewer viewer, GroupVersionResource collection)
    {
        lock (Gate) return viewer.Collections.ContainsKey(collection);
    }

    /// <summary>How many collections the node holds only because callers want them.</summary>
    public int WantedBy(Viewer viewer)
    {
        lock (Gate) return viewer.Collections.Values.Count(viewed => viewed.Share is WantedShare);
    }

    /// <summary>Says to a node how far a collection has come, where that is further than was said.</summary>
    public void TellProgress(Viewer viewer, GroupVersionResource collection)
    {
        lock (Gate)
        {
            if (viewer.Collections.TryGetValue(collection, out var viewed)) Seating.TellProgress(viewer, viewed);
        }
    }

    /// <summary>Says of each collection where nothing changed how far it has come.</summary>
    public void TellProgress()
    {
        lock (Gate)
        {
            foreach (var viewer in AllViewers())
            {
                foreach (var viewed in viewer.Collections.Values) Seating.TellProgress(viewer, viewed);
            }
        }
    }

    public void Reached(long revision)
    {
        if (revision > _revision) Volatile.Write(ref _revision, revision);
    }

    public void OnSynced()
    {
        if (_catalog.Nodes.Synced && _catalog.Pods.Synced && _catalog.Namespaces.Cluster.Length > 0) _serving.TrySetResult();
        foreach (var viewer in AllViewers())
        {
            foreach (var viewed in viewer.Collections.Values) Seating.TryOpen(viewer, viewed);
        }
    }

    /// <summary>A node has changed group: its backends move with it, and it sees what its new group sees. All of it leaves in one message, never half.</summary>
    public void OnNodeMoved(string node, string from, string to, long revision)
    {
        var viewers = _viewers.GetValueOrDefault(node) ?? [];
        foreach (var viewer in viewers) viewer.Outbox.Hold();
        try
        {
            foreach (var share in _catalog.Shares.Values) share.OnNodeMoved(node, from, to, revision);
            foreach (var viewer in viewers)
            {
                viewer.Group = to;
                foreach (var viewed in viewer.Collections.Values) Seating.Reseat(viewer, viewed, revision);
            }
            foreach (var share in _catalog.Shares.Values) share.Close("", from);
        }
        finally
        {
            foreach (var viewer in viewers) viewer.Outbox.LetGo();
        }
    }

    public void OnNodeGone(string node)
    {
        foreach (var viewer in _viewers.GetValueOrDefault(node) ?? []) viewer.NodeGone();
    }

    private bool IsAttached(Viewer viewer) => _viewers.TryGetValue(viewer.Node, out var viewers) && viewers.Contains(viewer);

    private IEnumerable<Viewer> AllViewers() => _viewers.Values.SelectMany(viewers => viewers);

    /// <summary>Keeps a wanted collection from being let go; nothing for one that belongs to the share.</summary>
    private (WantedShare? Share, bool IsNew) Hold(GroupVersionResource collection)
    {
        lock (Gate)
        {
            if (_catalog.Shares.ContainsKey(collection)) return (null, false);
            var isNew = !_wanted.TryGetValue(collection, out var wanted);
            if (isNew) _wanted.Add(collection, wanted = new WantedShare(this, collection));
            wanted!.Holders++;
            return (wanted, isNew);
        }
    }

    private void LetGo(WantedShare wanted, List<IDisposable> ended)
    {
        if (--wanted.Holders > 0) return;
        _wanted.Remove(wanted.Collection);
        if (wanted.Following is { } following) ended.Add(following);
    }
}
