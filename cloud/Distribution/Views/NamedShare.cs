using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>Shows each node those objects that its pods name.</summary>
internal class NamedShare : CollectionShare
{
    private readonly References _references;
    private readonly CollectionShare _pods;
    private readonly AudienceTables _tables;

    public NamedShare(ClusterView view, GroupVersionResource collection, CollectionShare pods, References references) : base(view, collection)
    {
        (_pods, _references) = (pods, references);
        _tables = new AudienceTables(view.Encoder, Named);
        references.Appeared += OnAppeared;
        references.Vanished += OnVanished;
    }

    public override ShareScope? Scope => ShareScope.Node;

    public override bool Ready => Synced && _pods.Synced;

    /// <summary>A node from which a pod has gone has seen the pod's revision here.</summary>
    public override long Heard => Math.Max(Revision, _pods.Revision);

    public override IReadOnlyList<ShareTable> Open(Viewer viewer) => [_tables.Open(viewer.Node)];

    public override void Close(string node, string group) => _tables.Close(node);

    protected override void OnUpserted(ObjectChange current, RawObject raw)
    {
        foreach (var node in _references.NodesOf(current.Identity))
        {
            if (_tables.TryGet(node, out var own)) own.Put(current);
        }
    }

    protected override void OnDeleted(ObjectChange deletion)
    {
        foreach (var node in _references.NodesOf(deletion.Identity))
        {
            if (_tables.TryGet(node, out var own)) own.Remove(deletion);
        }
    }

    private IEnumerable<ObjectChange> Named(string node)
    {
        foreach (var identity in _references.NamesOf(node, Collection))
        {
            if (Source.TryGet(identity, out var change)) yield return change;
        }
    }

    private void OnAppeared(string node, ObjectIdentity identity)
    {
        if (identity.Collection == Collection && _tables.TryGet(node, out var own) && Source.TryGet(identity, out var change)) own.Put(change);
    }

    private void OnVanished(string node, ObjectIdentity identity, long revision)
    {
        if (identity.Collection == Collection && _tables.TryGet(node, out var own)) own.Remove(ObjectChange.Deletion(identity, revision));
    }
}
