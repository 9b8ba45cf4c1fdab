using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>
/// Follows Nodes and NodeGroups and has them reconciled. Nothing is decided before both are known wholly: half a picture would release nodes.
/// </summary>
internal sealed class NodeGroupController(
    IInformers informers, IClusterWriter writer, ControllerMetrics metrics, TimeProvider time, ILogger<NodeGroupController> logger) : IController
{
    private const int WorkersEach = 4;
    private static readonly TimeSpan MinBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromMinutes(1);

    public string Name => "nodegroups";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var membership = new Membership();
        using var nodes = new WorkQueue<string>(time, new Random(), MinBackoff, MaxBackoff);
        using var groups = new WorkQueue<string>(time, new Random(), MinBackoff, MaxBackoff);
        var nodeEvents = new NodeEvents(membership, nodes, groups);
        var groupEvents = new NodeGroupEvents(membership, nodes, groups, logger);
        using var followsNodes = informers.For(NodeFacts.Collection).Subscribe(nodeEvents);
        using var followsGroups = informers.For(NodeGroup.Collection).Subscribe(groupEvents);
        await Task.WhenAll(nodeEvents.Synced, groupEvents.Synced).WaitAsync(cancellationToken);

        Log.NodeGroupsStarted(logger, membership.Count.Nodes, membership.Count.Groups);
        await Task.WhenAll(
            new Workers<string>("node", nodes, new NodeReconciler(membership, writer, logger), WorkersEach, metrics, time, logger).RunAsync(cancellationToken),
            new Workers<string>("nodegroup", groups, new NodeGroupReconciler(membership, writer), WorkersEach, metrics, time, logger).RunAsync(cancellationToken));
    }
}
