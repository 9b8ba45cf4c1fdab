namespace KubeEdge.EdgeMesh.Edge.Store.Link;

/// <summary>How things stand between this node and the cloud. Replaced whole, never changed.</summary>
/// <param name="Connected">Whether the stream is up.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="LastContact">When the cloud was last heard; null if never. Survives restarts.</param>
/// <param name="Problem">For a person: why there is no connection, and the mend; null where there is one.</param>
public sealed record LinkState(bool Connected, DateTimeOffset Since, DateTimeOffset? LastContact, string? Problem)
{
    /// <summary>Whether the cloud answers and yet gives no stream: what goes another way may still get through.</summary>
    public bool Refused { get; init; }
}
