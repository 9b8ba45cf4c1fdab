namespace KubeEdge.EdgeMesh.Edge.Store.Watching;

/// <summary>
/// A link in the live tail of one collection. Watchers hold the link they have read last, so one chain serves them all,
/// and what all of them have read is garbage.
/// </summary>
/// <param name="change">The change; null in the link that a chain begins with.</param>
/// <param name="count">How many changes the chain has had up to here.</param>
/// <param name="bytes">Their bytes.</param>
internal sealed class EventNode(StoredEvent? change, long count, long bytes)
{
    private volatile EventNode? _next;

    public StoredEvent? Change { get; } = change;

    public long Count { get; } = count;

    public long Bytes { get; } = bytes;

    public EventNode? Next => _next;

    public EventNode Append(StoredEvent next) =>
        _next = new EventNode(next, Count + 1, Bytes + next.Json.Length + next.Previous.Length);
}
