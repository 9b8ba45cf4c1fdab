using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>A pod's quality of service, which follows from what its containers request.</summary>
internal static class PodQuality
{
    private static readonly string[] s_counted = ["cpu", "memory"];

    public static string Of(JsonObject spec)
    {
        var resources = spec.Objs("containers").Concat(spec.Objs("initContainers")).Select(container => container.Obj("resources")).ToList();
        if (resources.All(item => IsEmpty(item.Obj("requests")) && IsEmpty(item.Obj("limits")))) return "BestEffort";
        return resources.All(IsGuaranteed) ? "Guaranteed" : "Burstable";
    }

    private static bool IsEmpty(JsonObject? quantities) => quantities is null || !s_counted.Any(quantities.ContainsKey);

    private static bool IsGuaranteed(JsonObject? resources) => s_counted.All(key =>
        resources.Obj("limits")?[key] is { } limit && JsonNode.DeepEquals(limit, resources.Obj("requests")?[key]));
}
