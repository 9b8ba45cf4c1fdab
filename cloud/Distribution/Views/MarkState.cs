namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>What a mark says of a collection; see proto/Wire/README.md.</summary>
internal enum MarkState
{
    /// <summary>Everything in scope has been sent.</summary>
    Complete,

    /// <summary>The collection is not the node's to hold.</summary>
    Forget,

    /// <summary>An interest was refused.</summary>
    Denied,
}
