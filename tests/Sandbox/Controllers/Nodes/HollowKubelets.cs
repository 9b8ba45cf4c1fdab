using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;

/// <summary>
/// The kubelets of the hollow nodes: they register the node and keep its lease, and say of each pod bound to it that it starts, runs, ends and
/// goes. Keys without a namespace are nodes.
/// </summary>
internal sealed class HollowKubelets(ClusterView view, HollowTimes times, TimeProvider time) : IController
{
    private readonly Dictionary<string, HollowNode> _running = [];
    private readonly Dictionary<(string Uid, string Stage), DateTimeOffset> _due = [];

    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.Pods, Resources.Nodes, Resources.Leases];

    /// <summary>Starts a kubelet. Returns the keys to look at.</summary>
    public IEnumerable<ObjectKey> Start(HollowNode node)
    {
        _running[node.Name] = node;
        return PodsOn(node.Name).Prepend(new ObjectKey("", node.Name));
    }

    /// <summary>Stops a kubelet: its node falls silent, its pods stay as they are.</summary>
    public void Stop(string node) => _running.Remove(node);

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after)
    {
        var value = after ?? before!;
        if (resource == Resources.Nodes)
            return [ClusterView.KeyOf(value)];
        if (resource != Resources.Pods)
            return [];
        if (after is null)
            Forget(value);
        return PodState.NodeName(value).Length > 0 && after is not null ? [ClusterView.KeyOf(value)] : [];
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (key.Namespace.Length == 0)
            return _running.TryGetValue(key.Name, out var hollow) ? KeepNode(hollow) : null;
        if (view.Get(Resources.Pods, key) is not { } pod || !_running.ContainsKey(PodState.NodeName(pod)))
            return null;
        if (view.Get(Resources.Nodes, new ObjectKey("", PodState.NodeName(pod))) is not { } node)
            return null;

        return PodState.IsTerminating(pod) ? Stop(pod) : Run(pod, node);
    }

    private IEnumerable<ObjectKey> PodsOn(string node) =>
        view.All(Resources.Pods).Where(pod => PodState.NodeName(pod) == node).Select(ClusterView.KeyOf);

    private TimeSpan? Stop(JsonObject pod)
    {
        var grace = TimeSpan.FromSeconds(pod.Obj("metadata").Int("deletionGracePeriodSeconds") ?? 0);
        if (Wait(pod, "stop", times.Stop < grace ? times.Stop : grace) is { } left)
            return left;

        view.Delete(Resources.Pods, pod, DeleteOptions.Now);
        return null;
    }

    private TimeSpan? Run(JsonObject pod, JsonObject node)
    {
        var now = Timestamps.Seconds(time.GetUtcNow());
        if (PodState.IsFinished(pod))
            return null;

        if (pod.Obj("status").Str("phase") != "Running")
        {
            if (pod.Obj("status").Str("startTime").Length == 0)
                view.UpdateStatus(Resources.Pods, pod, PodStatus.Starting(pod, node, now));
            if (Wait(pod, "start", times.Start) is { } untilStart)
                return untilStart;

            pod = view.Get(Resources.Pods, ClusterView.KeyOf(pod)) ?? pod;
        }

        if (pod.Obj("spec").Str("restartPolicy") is not ("Never" or "OnFailure"))
        {
            view.UpdateStatus(Resources.Pods, pod, PodStatus.Running(pod, node, AddressOf(pod, node), now));
            return null;
        }

        if (Wait(pod, "run", times.Run) is { } untilEnd)
        {
            view.UpdateStatus(Resources.Pods, pod, PodStatus.Running(pod, node, AddressOf(pod, node), now));
            return untilEnd;
        }

        view.UpdateStatus(Resources.Pods, pod, PodStatus.Succeeded(pod, node, AddressOf(pod, node), now));
        return null;
    }

    /// <summary>How long a stage of the pod's life still lasts; null when it is over. It begins with the first question.</summary>
    private TimeSpan? Wait(JsonObject pod, string stage, TimeSpan length)
    {
        var id = (pod.Obj("metadata").Str("uid"), stage);
        if (!_due.TryGetValue(id, out var due))
            _due[id] = due = time.GetUtcNow() + length;
        return due - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : null;
    }

    private void Forget(JsonObject pod)
    {
        foreach (var stage in (string[])["start", "run", "stop"])
            _due.Remove((pod.Obj("metadata").Str("uid"), stage));
    }

    private string AddressOf(JsonObject pod, JsonObject node)
    {
        if (pod.Obj("status").Str("podIP") is { Length: > 0 } has)
            return has;
        if (pod.Obj("spec").Bool("hostNetwork"))
            return NodeStatus.AddressOf(node);

        var taken = view.All(Resources.Pods)
            .Where(other => PodState.NodeName(other) == PodState.NodeName(pod) && !PodState.IsFinished(other))
            .Select(other => other.Obj("status").Str("podIP"))
            .ToHashSet(StringComparer.Ordinal);
        var network = node.Obj("spec").Str("podCIDR").Split(".0/")[0];
        return Enumerable.Range(2, 252).Select(host => $"{network}.{host}").FirstOrDefault(address => !taken.Contains(address))
            ?? throw new InvalidOperationException($"node {node.Obj("metadata").Str("name")} has no pod address left");
    }

    private TimeSpan KeepNode(HollowNode hollow)
    {
        var key = new ObjectKey("", hollow.Name);
        var now = time.GetUtcNow();
        var node = view.Get(Resources.Nodes, key) ?? view.Create(Resources.Nodes, NodeStatus.NewNode(hollow, FreeNetwork()));
        view.UpdateStatus(Resources.Nodes, node, NodeStatus.Ready(node, hollow, now));
        KeepLease(view.Get(Resources.Nodes, key) ?? node, now);
        return times.Heartbeat;
    }

    /// <summary>The number of a network that no node has.</summary>
    private int FreeNetwork()
    {
        var taken = view.All(Resources.Nodes).Select(node => node.Obj("spec").Str("podCIDR")).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, NodeStatus.Networks - 1).First(number => !taken.Contains(NodeStatus.Network(number)));
    }

    private void KeepLease(JsonObject node, DateTimeOffset now)
    {
        var name = node.Obj("metadata").Str("name");
        var key = new ObjectKey("kube-node-lease", name);
        if (view.Get(Resources.Leases, key) is not { } lease)
        {
            view.Create(Resources.Leases, NodeStatus.NewLease(node, times, now));
            return;
        }

        // The node is looked at for every change of it: only what is due is renewed.
        if (NodeStatus.RenewedAt(lease) is { } renewed && now - renewed < times.Heartbeat / 2)
            return;

        var next = lease.Copy();
        next.Ensure("spec")["holderIdentity"] = name;
        next.Ensure("spec")["renewTime"] = Timestamps.Micros(now);
        view.Update(Resources.Leases, next);
    }
}
