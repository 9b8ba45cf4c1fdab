using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;

/// <summary>
/// Notices nodes that fall silent: their conditions become unknown, they are tainted, and their pods are not ready any more. A node without a
/// lease is not judged. Pods of a node that does not exist are removed.
/// </summary>
internal sealed class NodeLifecycle(ClusterView view, HollowTimes times, TimeProvider time) : IController
{
    private const string NotReady = "node.kubernetes.io/not-ready";
    private const string Unreachable = "node.kubernetes.io/unreachable";

    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.Nodes, Resources.Leases, Resources.Pods];

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after)
    {
        var value = after ?? before!;
        var name = value.Obj("metadata").Str("name");
        return resource == Resources.Nodes ? [new ObjectKey("", name)]
            : resource == Resources.Leases && value.Obj("metadata").Str("namespace") == "kube-node-lease" ? [new ObjectKey("", name)]
            : resource == Resources.Pods && PodState.NodeName(value) is { Length: > 0 } node && PodState.NodeName(before ?? []).Length == 0 ? [new ObjectKey("", node)]
            : [];
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var pods = view.All(Resources.Pods).Where(pod => PodState.NodeName(pod) == key.Name);
        if (view.Get(Resources.Nodes, key) is not { } node)
        {
            foreach (var orphan in pods.ToList())
                view.Delete(Resources.Pods, orphan, DeleteOptions.Now);
            return null;
        }

        if (view.Get(Resources.Leases, new ObjectKey("kube-node-lease", key.Name)) is not { } lease || NodeStatus.RenewedAt(lease) is not { } renewed)
            return null;

        var left = renewed + times.Grace - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            node = Lose(node);
        Taint(node);
        if (NodeCondition.StatusOf(node, "Ready") != "True")
            Silence(pods);
        return left > TimeSpan.Zero ? left : null;
    }

    private JsonObject Lose(JsonObject node)
    {
        var status = (node.Obj("status") ?? []).Copy();
        foreach (var type in (string[])["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"])
            NodeCondition.Set(status, type, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", time.GetUtcNow());
        view.UpdateStatus(Resources.Nodes, node, status);
        return view.Get(Resources.Nodes, ClusterView.KeyOf(node)) ?? node;
    }

    private void Taint(JsonObject node)
    {
        var wanted = NodeCondition.StatusOf(node, "Ready") switch
        {
            "False" => NotReady,
            "Unknown" => Unreachable,
            _ => "",
        };
        var taints = node.Obj("spec").Objs("taints").Where(taint => taint.Str("key") is not (NotReady or Unreachable)).Select(taint => taint.Copy()).ToList();
        if (wanted.Length > 0)
            taints.AddRange(((string[])["NoSchedule", "NoExecute"]).Select(effect => new JsonObject { ["key"] = wanted, ["effect"] = effect }));
        if (Names(taints).SetEquals(Names(node.Obj("spec").Objs("taints"))))
            return;

        var next = node.Copy();
        next.Ensure("spec").Put("taints", taints.Count == 0 ? null : new JsonArray([.. taints]));
        view.Update(Resources.Nodes, next);

        static HashSet<(string, string)> Names(IEnumerable<JsonObject> taints) => [.. taints.Select(taint => (taint.Str("key"), taint.Str("effect")))];
    }

    private void Silence(IEnumerable<JsonObject> pods)
    {
        foreach (var pod in pods.Where(pod => PodState.IsReady(pod)).ToList())
        {
            var status = pod.Obj("status")!.Copy();
            Conditions.Set(status, "Ready", false, "NodeNotReady", "", Timestamps.Seconds(time.GetUtcNow()));
            view.UpdateStatus(Resources.Pods, pod, status);
        }
    }
}
