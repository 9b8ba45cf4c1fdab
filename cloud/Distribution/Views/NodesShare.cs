using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>Shows each node its own Node, and keeps who belongs to which group.</summary>
internal sealed class NodesShare : CollectionShare
{
    private static readonly RawPath GroupLabel = RawPath.Of("metadata", "labels", "apps.kubeedge.io/belonging-to");
    private readonly Dictionary<string, Membership> _memberships = new(StringComparer.Ordinal);
    private readonly AudienceTables _tables;

    public NodesShare(ClusterView view, GroupVersionResource collection) : base(view, collection) =>
        _tables = new AudienceTables(view.Encoder, node => Source.TryGet(new ObjectIdentity(collection, new ObjectKey("", node)), out var own) ? [own] : []);

    public override ShareScope? Scope => ShareScope.Node;

    /// <summary>Whether the cluster has the node.</summary>
    public bool Exists(string node) => _memberships.ContainsKey(node);

    /// <summary>The node's group; empty for none, and for a node that is not known.</summary>
    public string GroupOf(string node) => _memberships.TryGetValue(node, out var membership) ? membership.Group : "";

    /// <summary>The revision at which the node was seen to enter its group, or to leave the cluster's sight; 0 if never seen.</summary>
    public long GroupRevision(string node) => _memberships.TryGetValue(node, out var membership) ? membership.Revision : 0;

    public override IReadOnlyList<ShareTable> Open(Viewer viewer) => [_tables.Open(viewer.Node)];

    public override void Close(string node, string group) => _tables.Close(node);

    protected override void OnUpserted(ObjectChange current, RawObject raw)
    {
        var node = raw.Key.Name;
        if (_tables.TryGet(node, out var own)) own.Put(current);

        var group = GroupLabel.TryGetString(raw.Json.Span, out var label) ? label : "";
        var from = GroupOf(node);
        if (Exists(node) && from == group) return;
        _memberships[node] = new Membership(group, raw.Revision);
        if (from != group) View.OnNodeMoved(node, from, group, raw.Revision);
    }

    protected override void OnDeleted(ObjectChange deletion)
    {
        var node = deletion.Identity.Key.Name;
        if (_tables.TryGet(node, out var own)) own.Remove(deletion);
        var from = GroupOf(node);
        _memberships.Remove(node);
        if (from.Length > 0) View.OnNodeMoved(node, from, "", deletion.Revision);
        View.OnNodeGone(node);
    }

    private readonly record struct Membership(string Group, long Revision);
}
