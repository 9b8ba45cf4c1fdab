using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>Keeps as many pods as a ReplicaSet asks for.</summary>
internal sealed class ReplicaSets(ClusterView view, TimeProvider time) : IController
{
    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.ReplicaSets, Resources.Pods];

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after) =>
        WorkloadKeys.Of(resource, Resources.ReplicaSets, "ReplicaSet", before, after);

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (view.Get(Resources.ReplicaSets, key) is not { } set)
            return null;

        if (set.Obj("metadata").Str("deletionTimestamp").Length == 0)
            Scale(set);
        return Report(set);
    }

    private void Scale(JsonObject set)
    {
        var pods = view.OwnedBy(Resources.Pods, set).Where(PodState.IsActive).ToList();
        var missing = (set.Obj("spec").Int("replicas") ?? 1) - pods.Count;
        for (; missing > 0; missing--)
        {
            var pod = PodTemplate.Pod(set);
            pod.Meta()["generateName"] = set.Obj("metadata").Str("name") + "-";
            view.Create(Resources.Pods, pod);
        }

        // Those that serve the least go first: not bound, then not ready, then the newest.
        var leastUseful = pods
            .OrderBy(pod => PodState.NodeName(pod).Length > 0)
            .ThenBy(PodState.IsReady)
            .ThenByDescending(pod => pod.Obj("metadata").Str("creationTimestamp"), StringComparer.Ordinal);
        foreach (var pod in leastUseful.Take((int)Math.Max(0, -missing)))
            view.Delete(Resources.Pods, pod);
    }

    private TimeSpan? Report(JsonObject set)
    {
        var count = PodCount.Of(view.OwnedBy(Resources.Pods, set), set, time.GetUtcNow());
        var status = (set.Obj("status") ?? []).Copy();
        status["replicas"] = count.All;
        status.Count("fullyLabeledReplicas", count.All).Count("readyReplicas", count.Ready).Count("availableReplicas", count.Available);
        status.Put("observedGeneration", set.Obj("metadata")?["generation"]);
        view.UpdateStatus(Resources.ReplicaSets, set, status);
        return count.NextAvailable;
    }
}
