using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>Gives an object its name, namespace, labels and annotations.</summary>
internal static class Stamp
{
    /// <summary>Keeps a Service's traffic inside the node group.</summary>
    public const string ServiceTopology = "apps.kubeedge.io/service-topology";

    /// <summary>What a manifest copied from a cluster carries and the server alone may write.</summary>
    private static readonly string[] Kept =
        ["creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid"];

    /// <exception cref="CannotRenderException">The metadata is not of the shape that every object's has.</exception>
    public static void Apply(EdgeApplication app, Manifest manifest, JsonObject body, string name, KeyValuePair<string, string>? target)
    {
        var metadata = body.Object("metadata");
        foreach (var kept in Kept) metadata.Remove(kept);
        metadata["name"] = name;
        if (manifest.Namespace.Length == 0) metadata["namespace"] = app.Namespace;
        var labels = metadata.Object("labels");
        labels[ChildLabels.Application] = ChildLabels.Value(app.Name);
        if (target is { } label) labels[label.Key] = label.Value;
        if (manifest is { ApiVersion: "v1", Kind: "Service" })
        {
            var annotations = metadata.Object("annotations");
            if (!annotations.ContainsKey(ServiceTopology)) annotations[ServiceTopology] = "range-nodegroup";
        }
    }
}
