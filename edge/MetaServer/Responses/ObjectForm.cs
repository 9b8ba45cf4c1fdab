namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>What a client wants to see of an object.</summary>
internal enum ObjectForm
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>Its metadata.</summary>
    Metadata,

    /// <summary>A line of a table for people.</summary>
    Table,
}
