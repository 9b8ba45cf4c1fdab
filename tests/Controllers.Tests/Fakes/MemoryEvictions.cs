using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Cloud.Controllers.Evictions;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Fakes;

/// <summary>Evictions in a <see cref="MemoryCluster"/>: an accepted one removes the pod.</summary>
internal sealed class MemoryEvictions(MemoryCluster cluster) : IPodEvictions
{
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");

    /// <summary>Every eviction that was asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What becomes of an eviction.</summary>
    public Func<ObjectKey, Eviction> Answer { get; set; } = static _ => Eviction.Accepted;

    public Task<Eviction> EvictAsync(ObjectKey pod, string uid, CancellationToken cancellationToken)
    {
        Asked.Enqueue(pod.Name);
        var answer = Answer(pod);
        if (answer.Outcome == EvictionOutcome.Accepted)
            cluster.Delete(Pods, pod.Name);
        return Task.FromResult(answer);
    }
}
