using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Edge.Store.Watching;

/// <summary>One change, shared by every watcher that sees it.</summary>
/// <param name="type">Added, modified or deleted.</param>
/// <param name="sequence">The store's number of the change.</param>
/// <param name="revision">The revision it is served at.</param>
/// <param name="key">The object's key.</param>
/// <param name="json">The object after the change; for a deletion its last state, carrying the revision of the deletion.</param>
/// <param name="previous">The object before the change (with its old revision); empty for an addition.</param>
public sealed class StoredEvent(
    WatchEventType type, long sequence, long revision, ObjectKey key, ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> previous)
{
    private object? _encoding;

    /// <summary>Added, modified or deleted.</summary>
    public WatchEventType Type { get; } = type;

    /// <summary>The store's number of the change.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>The revision it is served at.</summary>
    public long Revision { get; } = revision;

    /// <summary>The object's key.</summary>
    public ObjectKey Key { get; } = key;

    /// <summary>The object after the change; for a deletion its last state, carrying the revision of the deletion.</summary>
    public ReadOnlyMemory<byte> Json { get; } = json;

    /// <summary>The object before the change (with its old revision); empty for an addition.</summary>
    public ReadOnlyMemory<byte> Previous { get; } = previous;

    /// <summary>
    /// What the event's readers made of it, kept so that one encoding serves them all. Two readers that race make it twice and keep one.
    /// </summary>
    public T Encoding<T>(Func<StoredEvent, T> encode) where T : class
    {
        if (Volatile.Read(ref _encoding) is T made) return made;
        var encoded = encode(this);
        return Interlocked.CompareExchange(ref _encoding, encoded, null) as T ?? encoded;
    }
}
