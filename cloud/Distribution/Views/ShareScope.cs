namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>What part of a collection a node holds.</summary>
internal enum ShareScope
{
    /// <summary>The whole collection.</summary>
    All,

    /// <summary>What concerns the node.</summary>
    Node,
}
