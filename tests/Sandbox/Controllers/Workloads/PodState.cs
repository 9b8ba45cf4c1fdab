using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>What controllers ask of a pod.</summary>
internal static class PodState
{
    public static bool IsTerminating(JsonObject pod) => pod.Obj("metadata").Str("deletionTimestamp").Length > 0;

    public static bool IsFinished(JsonObject pod) => pod.Obj("status").Str("phase") is "Succeeded" or "Failed";

    /// <summary>Neither finished nor on its way out: it counts.</summary>
    public static bool IsActive(JsonObject pod) => !IsTerminating(pod) && !IsFinished(pod);

    public static bool IsReady(JsonObject pod) => ReadyCondition(pod).Str("status") == "True";

    public static string NodeName(JsonObject pod) => pod.Obj("spec").Str("nodeName");

    /// <summary>How long until a ready pod counts as available; zero where it does, null where it is not ready.</summary>
    public static TimeSpan? UntilAvailable(JsonObject pod, long minReadySeconds, DateTimeOffset now)
    {
        if (!IsReady(pod))
            return null;
        if (minReadySeconds == 0
            || !DateTimeOffset.TryParse(ReadyCondition(pod).Str("lastTransitionTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
        {
            return TimeSpan.Zero;
        }

        var left = since.AddSeconds(minReadySeconds) - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static JsonObject? ReadyCondition(JsonObject pod) =>
        pod.Obj("status").Objs("conditions").FirstOrDefault(condition => condition.Str("type") == "Ready");
}
