using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;
using KubeEdge.EdgeMesh.Cloud.Controllers.Evictions;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>
/// Follows Nodes, NodeGroups and Pods and has them reconciled. Nothing is decided before nodes and groups are known wholly: half a picture would
/// release nodes.
/// </summary>
internal sealed class NodeGroupController(
    IInformers informers, IClusterWriter writer, IPodEvictions podEvictions, IEventRecorder events, ControllerMetrics metrics, TimeProvider time,
    ILogger<NodeGroupController> logger) : IController
{
    private const int WorkersEach = 4;
    private static readonly TimeSpan MinBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromMinutes(1);

    /// <summary>How long a pod is left alone that a budget holds; the API server may ask for more.</summary>
    public TimeSpan EvictionPatience { get; init; } = TimeSpan.FromSeconds(10);

    public string Name => "nodegroups";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var membership = new Membership();
        var pods = new PodsOfGroups();
        using var nodes = new WorkQueue<string>(time, new Random(), MinBackoff, MaxBackoff);
        using var groups = new WorkQueue<string>(time, new Random(), MinBackoff, MaxBackoff);
        using var evictions = new WorkQueue<ObjectKey>(time, new Random(), MinBackoff, MaxBackoff);
        var nodeEvents = new NodeEvents(membership, nodes, groups);
        var groupEvents = new NodeGroupEvents(membership, nodes, groups, logger);
        var podEvents = new PodEvents(pods, evictions, logger);
        using var followsNodes = informers.For(NodeFacts.Collection).Subscribe(nodeEvents);
        using var followsGroups = informers.For(NodeGroup.Collection).Subscribe(groupEvents);
        using var followsPods = informers.For(GroupPod.Collection).Subscribe(podEvents);
        await Task.WhenAll(nodeEvents.Synced, groupEvents.Synced).WaitAsync(cancellationToken);

        Log.NodeGroupsStarted(logger, membership.Count.Nodes, membership.Count.Groups);
        await Task.WhenAll(
            RunAsync("node", nodes, new NodeReconciler(membership, pods, groups, evictions, writer, events, logger), cancellationToken),
            RunAsync("nodegroup", groups, new NodeGroupReconciler(membership, writer, events, time), cancellationToken),
            RunAsync("eviction", evictions, new EvictionReconciler(membership, pods, podEvictions, events, EvictionPatience), cancellationToken));
    }

    private Task RunAsync<TKey>(string name, WorkQueue<TKey> queue, IReconciler<TKey> reconciler, CancellationToken cancellationToken)
        where TKey : notnull =>
        new Workers<TKey>(name, queue, reconciler, WorkersEach, metrics, time, logger).RunAsync(cancellationToken);
}
