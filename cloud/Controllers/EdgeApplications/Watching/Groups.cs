using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

/// <summary>The NodeGroups, as far as applications depend on them: their names and labels. A node that becomes ready concerns no application.</summary>
internal sealed class Groups(Action changed, ILogger logger) : IRawObjectHandler
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, NodeGroup> _groups = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all are known.</summary>
    public Task Synced => _synced.Task;

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<NodeGroup> Snapshot()
    {
        lock (_gate)
            return [.. _groups.Values];
    }

    public void Upserted(RawObject current, RawObject? previous)
    {
        NodeGroup group;
        try
        {
            group = NodeGroup.Parse(current);
        }
        catch (FormatException e)
        {
            Log.NodeGroupUnreadable(logger, current.Key.Name, e.Message);
            return;
        }

        NodeGroup? before;
        lock (_gate)
        {
            before = _groups.GetValueOrDefault(group.Name);
            _groups[group.Name] = group;
        }

        if (before is null || before.Meta.IsBeingDeleted != group.Meta.IsBeingDeleted || !SameLabels(before.Labels, group.Labels))
            changed();
    }

    public void Deleted(RawObject last, long revision)
    {
        lock (_gate)
            _groups.Remove(last.Key.Name);
        changed();
    }

    public void Progressed(long revision) => _synced.TrySetResult();

    private static bool SameLabels(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(label => right.TryGetValue(label.Key, out var value) && value == label.Value);
}
