using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Scheduling;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>Keeps one pod of a DaemonSet on each node that it fits on. The scheduler binds it, to the one node that it names.</summary>
internal sealed class DaemonSets(ClusterView view, TimeProvider time) : IController
{
    private const string Hash = "controller-revision-hash";

    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.DaemonSets, Resources.Pods, Resources.Nodes];

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource != Resources.Nodes)
            return WorkloadKeys.Of(resource, Resources.DaemonSets, "DaemonSet", before, after);
        return NodeFit.Same(before, after) ? [] : view.All(Resources.DaemonSets).Select(ClusterView.KeyOf);
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (view.Get(Resources.DaemonSets, key) is not { } set)
            return null;

        var hash = PodTemplate.HashOf(set);
        var fitting = view.All(Resources.Nodes).Where(node => NodeFit.Fits(DaemonPod.For(set, node, hash), node)).ToList();
        if (set.Obj("metadata").Str("deletionTimestamp").Length == 0)
        {
            Place(set, fitting, hash);
            Renew(set, hash);
        }

        return Report(set, [.. fitting.Select(node => node.Obj("metadata").Str("name"))], hash);
    }

    private void Place(JsonObject set, List<JsonObject> fitting, string hash)
    {
        var names = fitting.Select(node => node.Obj("metadata").Str("name")).ToHashSet(StringComparer.Ordinal);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pod in view.OwnedBy(Resources.Pods, set))
        {
            var node = DaemonPod.NodeOf(pod);
            var surplus = !names.Contains(node) || PodState.IsFinished(pod);
            if (!PodState.IsTerminating(pod) && (surplus || placed.Contains(node)))
                view.Delete(Resources.Pods, pod);
            // The next comes when the one before has gone.
            if (!surplus || PodState.IsTerminating(pod))
                placed.Add(node);
        }

        foreach (var node in fitting.Where(node => !placed.Contains(node.Obj("metadata").Str("name"))))
            view.Create(Resources.Pods, DaemonPod.For(set, node, hash));
    }

    /// <summary>Replaces pods of an older template, as many at a time as may be missing.</summary>
    private void Renew(JsonObject set, string hash)
    {
        var strategy = set.Obj("spec").Obj("updateStrategy");
        if (strategy.Str("type") == "OnDelete")
            return;

        var pods = view.OwnedBy(Resources.Pods, set);
        var allowed = RolloutPlan.Share(strategy.Obj("rollingUpdate")?["maxUnavailable"] ?? 1, pods.Count, up: true);
        var missing = pods.Count(pod => !PodState.IsActive(pod) || !PodState.IsReady(pod));
        foreach (var old in pods.Where(pod => !PodState.IsTerminating(pod) && pod.Obj("metadata").Obj("labels").Str(Hash) != hash).OrderBy(PodState.IsReady))
        {
            if (PodState.IsReady(old) && missing++ >= allowed)
                return;

            view.Delete(Resources.Pods, old);
        }
    }

    private TimeSpan? Report(JsonObject set, HashSet<string> fitting, string hash)
    {
        var pods = view.OwnedBy(Resources.Pods, set).Where(PodState.IsActive).ToList();
        var (placed, misplaced) = (pods.Where(pod => fitting.Contains(DaemonPod.NodeOf(pod))).ToList(), pods.Count(pod => !fitting.Contains(DaemonPod.NodeOf(pod))));
        var count = PodCount.Of(placed, set, time.GetUtcNow());
        var status = (set.Obj("status") ?? []).Copy();
        status["currentNumberScheduled"] = placed.Count;
        status["desiredNumberScheduled"] = fitting.Count;
        status["numberMisscheduled"] = misplaced;
        status["numberReady"] = count.Ready;
        status.Count("numberAvailable", count.Available).Count("numberUnavailable", fitting.Count - count.Available);
        status.Count("updatedNumberScheduled", placed.Count(pod => pod.Obj("metadata").Obj("labels").Str(Hash) == hash));
        status.Put("observedGeneration", set.Obj("metadata")?["generation"]);
        view.UpdateStatus(Resources.DaemonSets, set, status);
        return count.NextAvailable;
    }
}
