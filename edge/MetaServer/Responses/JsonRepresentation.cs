using System.Runtime.CompilerServices;
using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>Objects as they are. In a list built-in kinds leave out kind and apiVersion, as the API server does: the list's own say it.</summary>
internal sealed class JsonRepresentation(ApiResource resource) : Representation
{
    private static readonly ConditionalWeakTable<ApiResource, Texts> Known = [];
    private readonly Texts _texts = Known.GetValue(resource, Texts.Of);
    private bool _hasItems;

    public override void WriteListStart(ResponseBody body, ListMeta meta)
    {
        body.Write(_texts.ListStart);
        meta.WriteTo(body);
        body.Write(",\"items\":["u8);
    }

    public override void WriteItem(ResponseBody body, ReadOnlySpan<byte> json)
    {
        if (_hasItems) body.Write(","u8);
        _hasItems = true;
        if (json.StartsWith(_texts.BuiltIn))
        {
            body.Write("{"u8);
            json = json[_texts.BuiltIn.Length..];
        }
        body.Write(json);
    }

    public override void WriteListEnd(ResponseBody body) => body.Write("]}\n"u8);

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

    /// <summary>What is the same in every answer for a collection.</summary>
    /// <param name="BuiltIn">How the JSON of a built-in kind begins; custom kinds name apiVersion first and so keep both in lists.</param>
    /// <param name="ListStart">Up to the metadata.</param>
    private sealed record Texts(byte[] BuiltIn, byte[] ListStart)
    {
        public static Texts Of(ApiResource resource) => new(
            Encoding.UTF8.GetBytes($"{{\"kind\":\"{resource.Kind}\",\"apiVersion\":\"{resource.Resource.ApiVersion}\","),
            Encoding.UTF8.GetBytes($"{{\"kind\":\"{resource.ListKind}\",\"apiVersion\":\"{resource.Resource.ApiVersion}\",\"metadata\":"));
    }
}
