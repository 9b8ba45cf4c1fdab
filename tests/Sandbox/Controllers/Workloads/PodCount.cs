using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>How many pods of a workload there are, and how many of them are ready and available.</summary>
/// <param name="All">Those that are neither finished nor terminating.</param>
/// <param name="Ready">Those of them that are ready.</param>
/// <param name="Available">Those of them that have been ready for <c>minReadySeconds</c>.</param>
/// <param name="NextAvailable">When one more becomes available by time alone.</param>
internal readonly record struct PodCount(int All, int Ready, int Available, TimeSpan? NextAvailable)
{
    public static PodCount Of(IEnumerable<JsonObject> pods, JsonObject workload, DateTimeOffset now)
    {
        var minReadySeconds = workload.Obj("spec").Int("minReadySeconds") ?? 0;
        var (all, ready, available) = (0, 0, 0);
        TimeSpan? next = null;
        foreach (var pod in pods.Where(PodState.IsActive))
        {
            all++;
            if (PodState.UntilAvailable(pod, minReadySeconds, now) is not { } left)
                continue;

            ready++;
            if (left == TimeSpan.Zero)
                available++;
            else
                next = next < left ? next : left;
        }

        return new PodCount(all, ready, available, next);
    }
}
