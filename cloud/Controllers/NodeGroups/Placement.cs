using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>How a Node has to be labelled.</summary>
/// <param name="Group">The value of <see cref="Membership.Label"/>; null for none.</param>
/// <param name="Zone">The value of <see cref="ZoneLabel"/>; null for none.</param>
/// <param name="Record">What we remember about the zone; null where it is not ours.</param>
internal sealed record Placement(string? Group, string? Zone, ZoneRecord? Record)
{
    /// <summary>The topology zone of a Node, as Kubernetes knows it.</summary>
    public const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>How the node is labelled now.</summary>
    public static Placement Of(NodeFacts node) => new(node.Group, node.Labels.GetValueOrDefault(ZoneLabel), node.Zone);

    /// <summary>How it has to be labelled as a member of <paramref name="owner"/>, or of no group.</summary>
    public static Placement In(NodeGroup? owner, NodeFacts node)
    {
        var zone = node.Labels.GetValueOrDefault(ZoneLabel);
        var ours = node.Zone is not null && node.Zone.Ours == zone;
        var former = ours ? node.Zone!.Former : zone;
        return owner switch
        {
            { TopologyEnabled: true } when !ours && zone == owner.Name => new Placement(owner.Name, zone, null),
            { TopologyEnabled: true } => new Placement(owner.Name, owner.Name, new ZoneRecord(owner.Name, former)),
            _ => new Placement(owner?.Name, former, null),
        };
    }

    /// <summary>The merge patch that leads here from <paramref name="current"/>.</summary>
    public JsonObject PatchFrom(Placement current)
    {
        var (labels, annotations) = (new JsonObject(), new JsonObject());
        Set(labels, Membership.Label, current.Group, Group);
        Set(labels, ZoneLabel, current.Zone, Zone);
        Set(annotations, ZoneRecord.OursAnnotation, current.Record?.Ours, Record?.Ours);
        Set(annotations, ZoneRecord.FormerAnnotation, current.Record?.Former, Record?.Former);

        var metadata = new JsonObject();
        if (labels.Count > 0)
            metadata["labels"] = labels;
        if (annotations.Count > 0)
            metadata["annotations"] = annotations;
        return new JsonObject { ["metadata"] = metadata };
    }

    private static void Set(JsonObject patch, string key, string? from, string? to)
    {
        if (from != to)
            patch[key] = to;
    }
}
