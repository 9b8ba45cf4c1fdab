using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>Objects as they are.</summary>
internal sealed class JsonRepresentation(ApiResource resource) : Representation
{
    private readonly JsonTexts _texts = JsonTexts.Of(resource);
    private bool _hasItems;

    public override void WriteListStart(ResponseBody body, ListMeta meta)
    {
        body.Write(_texts.ListStart);
        body.Write(meta.ToUtf8());
        body.Write(JsonTexts.ItemsStart);
    }

    public override void WriteItem(ResponseBody body, ReadOnlySpan<byte> json)
    {
        if (_hasItems) body.Write(","u8);
        _hasItems = true;
        var (start, rest) = _texts.Item(json);
        body.Write(start);
        body.Write(rest);
    }

    public override void WriteListEnd(ResponseBody body) => body.Write(JsonTexts.ListEnd);

    public override void WriteObject(ResponseBody body, ReadOnlySpan<byte> json)
    {
        body.Write(json);
        body.Write("\n"u8);
    }

    protected override void WriteEventObject(ResponseBody body, ReadOnlySpan<byte> json) => body.Write(json);

    protected override void WriteBookmarkObject(ResponseBody body, long revision, bool initialEventsEnd)
    {
        body.Write(_texts.BuiltIn);
        body.Write("\"metadata\":"u8);
        WriteBookmarkMetadata(body, revision, initialEventsEnd);
        body.Write("}"u8);
    }
}
