namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>A store that is itself the source.</summary>
internal sealed class AlwaysFresh : IFreshness
{
    public Staleness? Staleness => null;
}
