using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Queries;

/// <summary>Holds back a read that asks for a revision which has not come yet (kubernetes-api.md 1.6).</summary>
internal sealed class RevisionGate(IObjectReader reader, IFreshness freshness, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>The newest state, as soon as it is not older than <paramref name="revision"/>.</summary>
    /// <exception cref="StatusException">504: it did not come within 3 s.</exception>
    public async ValueTask<Snapshot> NotOlderThanAsync(GroupVersionResource resource, long revision, CancellationToken cancellationToken)
    {
        var snapshot = reader.Latest(resource);
        if (snapshot.Revision >= revision) return snapshot;
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < Longest)
        {
            await Task.Delay(Step, time, cancellationToken);
            snapshot = reader.Latest(resource);
            if (snapshot.Revision >= revision) return snapshot;
        }
        // Without retryAfterSeconds a reflector falls back at once; with it, it would ask ten times more for what offline cannot come.
        throw KubernetesStatus.TooLargeResourceVersion(revision, snapshot.Revision, freshness.Staleness is null ? 1 : 0).ToException();
    }
}
