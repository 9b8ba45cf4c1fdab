using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>Hears of Nodes, and asks for a look at what a change concerns. A heartbeat concerns nobody.</summary>
internal sealed class NodeEvents(Membership membership, WorkQueue<string> nodes, WorkQueue<string> groups) : IRawObjectHandler
{
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when every Node is known.</summary>
    public Task Synced => _synced.Task;

    public void Upserted(RawObject current, RawObject? previous)
    {
        var node = NodeFacts.Parse(current);
        var before = membership.Put(node);
        var moved = before is null || !before.IsPlacedAs(node);
        if (moved)
            nodes.Add(node.Name);
        if (moved || before!.Ready != node.Ready)
            AddGroups(before, node);
    }

    public void Deleted(RawObject last, long revision) => AddGroups(membership.RemoveNode(last.Key.Name));

    public void Progressed(long revision) => _synced.TrySetResult();

    private void AddGroups(params IEnumerable<NodeFacts?> states)
    {
        foreach (var group in states.OfType<NodeFacts>().SelectMany(membership.GroupsAbout))
            groups.Add(group);
    }
}
