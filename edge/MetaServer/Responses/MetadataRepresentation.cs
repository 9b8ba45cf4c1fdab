using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary><c>PartialObjectMetadata</c>: the metadata's bytes and nothing else.</summary>
internal sealed class MetadataRepresentation : Representation
{
    private static readonly RawPath Metadata = RawPath.Of("metadata");
    private bool _hasItems;

    public override void WriteListStart(ResponseBody body, ListMeta meta)
    {
        body.Write("{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
        body.Write(meta.ToUtf8());
        body.Write(",\"items\":["u8);
    }

    public override void WriteItem(ResponseBody body, ReadOnlySpan<byte> json)
    {
        if (_hasItems) body.Write(","u8);
        _hasItems = true;
        WriteEventObject(body, json);
    }

    public override void WriteListEnd(ResponseBody body) => body.Write("]}\n"u8);

    public override void WriteObject(ResponseBody body, ReadOnlySpan<byte> json)
    {
        WriteEventObject(body, json);
        body.Write("\n"u8);
    }

    protected override void WriteEventObject(ResponseBody body, ReadOnlySpan<byte> json)
    {
        WriteStart(body);
        body.Write(MetadataOf(json));
        body.Write("}"u8);
    }

    protected override void WriteBookmarkObject(ResponseBody body, long revision, bool initialEventsEnd)
    {
        WriteStart(body);
        WriteBookmarkMetadata(body, revision, initialEventsEnd);
        body.Write("}"u8);
    }

    /// <summary>The bytes of an object's metadata.</summary>
    public static ReadOnlySpan<byte> MetadataOf(ReadOnlySpan<byte> json) =>
        Metadata.TryLocate(json, out var start, out var length) ? json.Slice(start, length) : "{}"u8;

    private static void WriteStart(ResponseBody body) =>
        body.Write("{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
}
