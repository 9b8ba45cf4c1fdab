using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

/// <summary>A pod by itself.</summary>
internal static class PodHealth
{
    public static ObjectHealth Of(LiveObject live)
    {
        var phase = LiveObject.Text(live.Status, "phase");
        var ready = live.Find("Ready") is { IsTrue: true };
        var well = phase == "Succeeded" || (phase == "Running" && ready);
        var health = phase switch
        {
            _ when well => ObjectHealth.Available,
            "Failed" => ObjectHealth.Failed(Words(live, "the pod failed")),
            _ when Waiting(live.Status) is { } reason => ObjectHealth.Progressing(reason),
            _ => ObjectHealth.Progressing(Words(live, phase.Length == 0 ? "the pod has not been seen by a node yet" : $"the pod is {phase} and not ready")),
        };
        return health with { Counts = new ReplicaCounts(1, 1, well ? 1 : 0, well ? 1 : 0) };
    }

    private static string Words(LiveObject live, string otherwise) =>
        LiveObject.Text(live.Status, "message") is { Length: > 0 } message ? message
        : live.Find("PodScheduled") is { IsTrue: false, Words.Length: > 0 } unscheduled ? unscheduled.Words
        : otherwise;

    /// <summary>For example <c>ImagePullBackOff</c> of the first container that waits.</summary>
    private static string? Waiting(JsonElement status)
    {
        if (LiveObject.Member(status, "containerStatuses") is not { ValueKind: JsonValueKind.Array } containers)
            return null;

        foreach (var container in containers.EnumerateArray())
        {
            if (LiveObject.Text(LiveObject.At(container, "state", "waiting"), "reason") is { Length: > 0 } reason)
                return $"container {LiveObject.Text(container, "name")}: {reason}";
        }

        return null;
    }
}
