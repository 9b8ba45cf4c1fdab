namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>How current the store is: an answer that may be old says so (law 3).</summary>
public interface IFreshness
{
    /// <summary>Null while the store follows its source.</summary>
    Staleness? Staleness { get; }
}
