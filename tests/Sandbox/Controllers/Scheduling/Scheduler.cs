using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Scheduling;

/// <summary>Binds pods to the node with the fewest pods among those that they fit on, or says why there is none.</summary>
internal sealed class Scheduler(ClusterView view, TimeProvider time) : IController
{
    private const string Name = "default-scheduler";
    private const long DefaultCapacity = 110;

    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.Pods, Resources.Nodes];

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == Resources.Pods)
        {
            // A pod that goes makes room for one that waits.
            return after is not null ? IsWaiting(after) ? [ClusterView.KeyOf(after)] : [] : Waiting();
        }

        return NodeFit.Same(before, after) ? [] : Waiting();
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (view.Get(Resources.Pods, key) is not { } pod || !IsWaiting(pod))
            return null;

        var load = view.All(Resources.Pods)
            .Where(other => !PodState.IsFinished(other) && PodState.NodeName(other).Length > 0)
            .CountBy(PodState.NodeName)
            .ToDictionary();
        var nodes = view.All(Resources.Nodes);
        var refusals = nodes.Select(node => (Node: node, Why: Refusal(pod, node, load))).ToList();
        var chosen = refusals.Where(entry => entry.Why is null).Select(entry => entry.Node).MinBy(node => load.GetValueOrDefault(NameOf(node)));
        if (chosen is not null)
            view.Bind(pod, NameOf(chosen));
        else
            Explain(pod, nodes.Count, refusals.Select(entry => entry.Why!));
        return null;
    }

    private static string NameOf(JsonObject node) => node.Obj("metadata").Str("name");

    private static bool IsWaiting(JsonObject pod) =>
        PodState.NodeName(pod).Length == 0 && PodState.IsActive(pod) && pod.Obj("spec").Str("schedulerName") is Name or "";

    private static string? Refusal(JsonObject pod, JsonObject node, Dictionary<string, int> load) =>
        node.Obj("metadata").Str("deletionTimestamp").Length > 0 ? "node(s) are being deleted"
        : NodeFit.Refusal(pod, node)
        ?? (load.GetValueOrDefault(NameOf(node)) >= Capacity(node) ? "Too many pods" : null);

    private static long Capacity(JsonObject node) => long.TryParse(node.Obj("status").Obj("allocatable").Str("pods"), out var pods) ? pods : DefaultCapacity;

    private IEnumerable<ObjectKey> Waiting() => view.All(Resources.Pods).Where(IsWaiting).Select(ClusterView.KeyOf);

    private void Explain(JsonObject pod, int nodes, IEnumerable<string> refusals)
    {
        var reasons = string.Join(", ", refusals.CountBy(why => why).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}"));
        var message = nodes == 0 ? "no nodes available to schedule pods" : $"0/{nodes} nodes are available: {reasons}.";
        var status = (pod.Obj("status") ?? []).Copy();
        Conditions.Set(status, "PodScheduled", false, "Unschedulable", message, Timestamps.Seconds(time.GetUtcNow()));
        view.UpdateStatus(Resources.Pods, pod, status);
    }
}
