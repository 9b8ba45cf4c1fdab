namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>
/// One state of one object, as one audience sees it; immutable but for its encoding, which is made once, when the first session needs it.
/// The JSON is the informer's own memory: an encoding is a header that stands before it.
/// </summary>
internal sealed class ObjectChange
{
    private ObjectChange(ObjectIdentity identity, long revision, ulong tag, ReadOnlyMemory<byte> json) =>
        (Identity, Revision, Tag, Json) = (identity, revision, tag, json);

    public ObjectIdentity Identity { get; }

    public long Revision { get; }

    /// <summary>Names the content; 0 for a deletion.</summary>
    public ulong Tag { get; }

    /// <summary>The object; empty for a deletion.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    public bool IsDeletion => Json.IsEmpty;

    /// <summary>The encoding up to the JSON; empty until <see cref="Encode"/>.</summary>
    public ReadOnlyMemory<byte> Header { get; private set; }

    /// <summary>Bytes on the wire, once encoded.</summary>
    public int Size => Header.Length + Json.Length;

    public static ObjectChange Of(ObjectIdentity identity, long revision, ulong tag, ReadOnlyMemory<byte> json) =>
        json.IsEmpty ? throw new ArgumentException("an object has content", nameof(json)) : new(identity, revision, tag, json);

    public static ObjectChange Deletion(ObjectIdentity identity, long revision) => new(identity, revision, 0, default);

    /// <summary>Makes the encoding where there is none yet. Called under the lock of the views.</summary>
    public ObjectChange Encode(IChangeEncoder encoder)
    {
        if (Header.IsEmpty) Header = encoder.EncodeHeader(this);
        return this;
    }
}
