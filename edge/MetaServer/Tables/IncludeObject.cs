namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

/// <summary>What a table's rows carry beside their cells: the query parameter <c>includeObject</c>.</summary>
internal enum IncludeObject
{
    /// <summary>The object's metadata.</summary>
    Metadata,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>The whole object.</summary>
    Object,
}
