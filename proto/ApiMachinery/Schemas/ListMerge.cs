namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

/// <summary>How server-side apply merges a list.</summary>
public enum ListMerge
{
    /// <summary>Replaced whole.</summary>
    Atomic,

    /// <summary>Objects, told apart by their key fields, each with its own owners.</summary>
    Keyed,

    /// <summary>Plain values without duplicates, each with its own owners.</summary>
    Set,
}
