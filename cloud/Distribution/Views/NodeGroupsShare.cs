using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>Shows each group its own NodeGroup.</summary>
internal sealed class NodeGroupsShare : CollectionShare
{
    private readonly NodesShare _nodes;
    private readonly AudienceTables _tables;

    public NodeGroupsShare(ClusterView view, GroupVersionResource collection, NodesShare nodes) : base(view, collection)
    {
        _nodes = nodes;
        _tables = new AudienceTables(view.Encoder, group => Source.TryGet(new ObjectIdentity(collection, new ObjectKey("", group)), out var own) ? [own] : []);
    }

    public override ShareScope? Scope => ShareScope.Node;

    public override bool Ready => Synced && _nodes.Synced;

    /// <summary>A node that changed group has seen the revision of its Node here.</summary>
    public override long Heard => Math.Max(Revision, _nodes.Revision);

    public override IReadOnlyList<ShareTable> Open(Viewer viewer) => [_tables.Open(viewer.Group)];

    public override void Close(string node, string group) => _tables.Close(group);

    protected override void OnUpserted(ObjectChange current, RawObject raw)
    {
        if (_tables.TryGet(raw.Key.Name, out var own)) own.Put(current);
    }

    protected override void OnDeleted(ObjectChange deletion)
    {
        if (_tables.TryGet(deletion.Identity.Key.Name, out var own)) own.Remove(deletion);
    }
}
