using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>Shows each node the pods bound to it, and through them what they name.</summary>
internal sealed class PodsShare : CollectionShare
{
    private readonly Dictionary<ObjectIdentity, PodFacts> _facts = [];
    private readonly Dictionary<string, HashSet<ObjectIdentity>> _byNode = new(StringComparer.Ordinal);
    private readonly References _references;
    private readonly AudienceTables _tables;

    public PodsShare(ClusterView view, GroupVersionResource collection, References references) : base(view, collection)
    {
        _references = references;
        _tables = new AudienceTables(view.Encoder, Bound);
    }

    public override ShareScope? Scope => ShareScope.Node;

    /// <summary>Whether a pod bound to the node runs as this ServiceAccount.</summary>
    public bool RunsAs(string node, ObjectKey serviceAccount) =>
        _byNode.TryGetValue(node, out var pods) && pods.Any(pod => _facts[pod].ServiceAccount == serviceAccount);

    public override IReadOnlyList<ShareTable> Open(Viewer viewer) => [_tables.Open(viewer.Node)];

    public override void Close(string node, string group) => _tables.Close(node);

    protected override void OnUpserted(ObjectChange current, RawObject raw)
    {
        var facts = PodFacts.Read(raw);
        var before = _facts.GetValueOrDefault(current.Identity);
        if (before is not null && before.Node != facts.Node) Unbind(current.Identity, before, raw.Revision);
        _facts[current.Identity] = facts;
        // A pod that was deleted and made anew meanwhile may run as another.
        if (before is not null && before.Node == facts.Node && before.ServiceAccount != facts.ServiceAccount) Departed(before);
        if (facts.Node.Length == 0) return;

        if (before?.Node != facts.Node) Bind(current.Identity, facts.Node);
        // What a pod names comes before the pod, so that nothing on the node waits for it.
        var known = before?.Node == facts.Node ? before.Names : new HashSet<ObjectIdentity>();
        foreach (var name in facts.Names.Except(known)) _references.Add(facts.Node, name);
        if (_tables.TryGet(facts.Node, out var own)) own.Put(current);
        foreach (var name in known.Except(facts.Names)) _references.Remove(facts.Node, name, raw.Revision);
    }

    protected override void OnDeleted(ObjectChange deletion)
    {
        if (_facts.Remove(deletion.Identity, out var facts)) Unbind(deletion.Identity, facts, deletion.Revision);
    }

    private IEnumerable<ObjectChange> Bound(string node)
    {
        foreach (var pod in _byNode.GetValueOrDefault(node) ?? [])
        {
            if (Source.TryGet(pod, out var change)) yield return change;
        }
    }

    private void Bind(ObjectIdentity pod, string node)
    {
        if (!_byNode.TryGetValue(node, out var pods)) _byNode.Add(node, pods = []);
        pods.Add(pod);
    }

    private void Unbind(ObjectIdentity pod, PodFacts facts, long revision)
    {
        if (facts.Node.Length == 0) return;
        if (_byNode.TryGetValue(facts.Node, out var pods) && pods.Remove(pod) && pods.Count == 0) _byNode.Remove(facts.Node);
        if (_tables.TryGet(facts.Node, out var own)) own.Remove(ObjectChange.Deletion(pod, revision));
        foreach (var name in facts.Names) _references.Remove(facts.Node, name, revision);
        Departed(facts);
    }

    private void Departed(PodFacts facts)
    {
        if (facts.ServiceAccount is { } account && !RunsAs(facts.Node, account)) View.Grants.OnAccountLeft(facts.Node, account);
    }
}
