using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>A store that is itself the source is as new as now.</summary>
internal sealed class OwnRecency : IRecency
{
    public ValueTask<Staleness?> ProveAsync(ReadRequest request) => ValueTask.FromResult<Staleness?>(null);
}
