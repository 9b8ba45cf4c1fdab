namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Listing;

/// <summary>One page of a list, its items unparsed.</summary>
public sealed record RawList
{
    /// <summary>For example <c>PodList</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>For example <c>v1</c>.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary><c>metadata.resourceVersion</c>: the state that the list shows; 0 where absent.</summary>
    public long Revision { get; init; }

    /// <summary><c>metadata.continue</c>: asks for the next page; empty on the last.</summary>
    public string Continue { get; init; } = "";

    /// <summary><c>metadata.remainingItemCount</c>; null where absent.</summary>
    public long? RemainingItemCount { get; init; }

    /// <summary>The raw bytes of each item, without kind and apiVersion where the kind is built in.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Items { get; init; } = [];
}
