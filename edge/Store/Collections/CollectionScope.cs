namespace KubeEdge.EdgeMesh.Edge.Store.Collections;

/// <summary>What part of a collection is meant to be held.</summary>
public enum CollectionScope
{
    /// <summary>Nothing is known to be complete.</summary>
    None,

    /// <summary>What concerns this node: its Node, the pods bound to it, and what they name.</summary>
    Node,

    /// <summary>The whole collection.</summary>
    All,
}
