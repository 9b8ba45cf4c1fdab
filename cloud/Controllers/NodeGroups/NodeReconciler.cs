using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>Keeps one node's label as <see cref="Membership.OwnerOf"/> says.</summary>
internal sealed class NodeReconciler(Membership membership, IClusterWriter writer, ILogger logger) : IReconciler<string>
{
    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        if (membership.Node(key) is not { } node)
            return ReconcileResult.Done;

        var owner = membership.OwnerOf(node);
        if (owner == node.Group)
            return ReconcileResult.Done;

        var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [Membership.Label] = owner } } };
        await writer.MergeAsync(NodeFacts.Collection, new ObjectKey("", node.Name), node.Revision, patch, "", cancellationToken);
        if (owner is null)
            Log.NodeReleased(logger, node.Name, node.Group!);
        else
            Log.NodeMoved(logger, node.Name, owner, node.Group ?? "none");
        return ReconcileResult.Done;
    }
}
