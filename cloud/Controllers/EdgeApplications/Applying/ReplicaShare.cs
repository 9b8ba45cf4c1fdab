using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>
/// The one field that we state and yet leave to another: the number of replicas, where a HorizontalPodAutoscaler names the object, or where
/// another autoscaler wrote it through the <c>scale</c> subresource. A person's <c>kubectl scale</c> is no autoscaler, and is corrected; so is
/// what the cluster's own autoscaling wrote before its HorizontalPodAutoscaler was deleted.
/// </summary>
internal static class ReplicaShare
{
    private const string Scale = "scale";

    /// <summary>Takes the number out of <paramref name="configuration"/> where it is another's, or states it as it is where nobody else would keep it.</summary>
    /// <returns>Whether the number is another's.</returns>
    public static async Task<bool> LeaveAsync(
        JsonObject configuration, Assessment step, Autoscalers autoscalers, IClusterWriter writer, CancellationToken cancellationToken)
    {
        if (configuration["spec"] is not JsonObject spec || spec["replicas"] is not { } wanted)
            return false;

        var child = step.Desired.Child;
        if (JsonNode.Parse(step.Live!.Json.Span)?["spec"]?["replicas"] is not { } known || JsonNode.DeepEquals(known, wanted))
            return false;

        // Only the API server itself says who set it; informers leave that out.
        if (await writer.ReadAsync(child.Resource, child.Key, cancellationToken) is not { } live || live["spec"]?["replicas"] is not { } number)
            return false;

        var scalers = ManagedFields.Read(live)
            .Where(entry => entry.Owner.Subresource == Scale && entry.Fields.Paths().Contains(Drift.Replicas))
            .Select(entry => entry.Owner.Name)
            .ToList();
        var named = autoscalers.Scale(child.Resource, step.Desired.Api.Kind, child.Key);
        if (!named && !scalers.Any(IsAutoscaler))
            return false;

        if (scalers.Count > 0)
            spec.Remove("replicas");
        else
            spec["replicas"] = number.DeepClone();
        return true;
    }

    private static bool IsAutoscaler(string manager) =>
        !manager.StartsWith("kubectl", StringComparison.Ordinal) && manager != "kube-controller-manager" && manager != Applier.Manager;
}
