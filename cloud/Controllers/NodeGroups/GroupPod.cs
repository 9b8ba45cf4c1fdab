using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>A running pod that asks for a group.</summary>
internal sealed record GroupPod(ObjectKey Key, string Uid, string Node, GroupDemand Demand)
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    public static GroupVersionResource Collection { get; } = new("", "v1", "pods");

    public ObjectReference Reference => new("v1", "Pod", Key.Namespace, Key.Name, Uid);

    /// <summary>
    /// Null for a pod that is none of ours: it asks for no group, is on no node, has finished or is on its way out, or only mirrors what the
    /// node runs by itself.
    /// </summary>
    /// <exception cref="FormatException">It is no pod.</exception>
    public static GroupPod? Parse(RawObject raw)
    {
        // Most pods never name the label: they cost a search, not a parse.
        if (raw.Json.Span.IndexOf("apps.kubeedge.io/belonging-to"u8) < 0)
            return null;

        try
        {
            using var document = JsonDocument.Parse(raw.Json);
            var root = document.RootElement;
            if (!root.TryGetProperty("spec", out var spec) || !spec.TryGetProperty("nodeName", out var node) || node.GetString() is not { Length: > 0 } name)
                return null;
            if (root.TryGetProperty("status", out var status) && status.TryGetProperty("phase", out var phase) && phase.GetString() is "Succeeded" or "Failed")
                return null;
            if (ObjectMeta.Read(raw.Json.Span).IsBeingDeleted || RawJson.ReadAnnotations(raw.Json.Span).ContainsKey(MirrorAnnotation))
                return null;

            return GroupDemand.Read(spec) is { } demand ? new GroupPod(raw.Key, raw.Uid, name, demand) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"Pod {raw.Key} cannot be read: {e.Message}", e);
        }
    }
}
