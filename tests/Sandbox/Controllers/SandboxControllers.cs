using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Disruptions;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Scheduling;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Services;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers;

/// <summary>
/// What brings a bare API to life: workloads become pods, pods get nodes, nodes run them, Services find them. Works over any
/// <see cref="IClusterClient"/>; nodes are added and stopped while it runs.
/// </summary>
public sealed class SandboxControllers
{
    private readonly ControlLoop _loop;
    private readonly HollowKubelets _kubelets;

    /// <summary>Controllers that do nothing before <see cref="RunAsync"/>.</summary>
    public SandboxControllers(IClusterClient client, HollowTimes times, TimeProvider time, ILogger<SandboxControllers> logger)
    {
        var view = new ClusterView(client);
        _kubelets = new HollowKubelets(view, times, time);
        _loop = new ControlLoop(
            client,
            view,
            [
                new Deployments(view, time), new ReplicaSets(view, time), new StatefulSets(view, time), new DaemonSets(view, time), new Jobs(view, time),
                new Scheduler(view, time), _kubelets, new NodeLifecycle(view, times, time), new EndpointSlices(view), new EndpointsMirror(view),
                new DisruptionBudgets(view, time),
            ],
            time,
            logger);
    }

    /// <summary>Runs until the token; ends by <see cref="OperationCanceledException"/>.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _loop.RunAsync(cancellationToken);

    /// <summary>Starts the kubelet of a node: a new node, or one that was stopped.</summary>
    public ValueTask StartNodeAsync(HollowNode node, CancellationToken cancellationToken) => _loop.PostAsync(
        () =>
        {
            foreach (var key in _kubelets.Start(node))
                _loop.Add(_kubelets, key);
        },
        cancellationToken);

    /// <summary>
    /// Stops the kubelet of a node: after <see cref="HollowTimes.Grace"/> the node is not ready any more, and what is bound to it stays as it is.
    /// </summary>
    public ValueTask StopNodeAsync(string name, CancellationToken cancellationToken) => _loop.PostAsync(() => _kubelets.Stop(name), cancellationToken);
}
