using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

/// <summary>
/// Objects as lines of a table (kubernetes-api.md 3.4). Each object is parsed for its line and forgotten. A watch is a table for each
/// event, the headings only in the first.
/// </summary>
internal sealed class TableRepresentation(ApiResource resource, IncludeObject include, TimeProvider time) : Representation
{
    private readonly IReadOnlyList<Column> _columns = TableCatalog.For(resource);
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private bool _hasRows;
    private bool _headingsSent;

    public override void WriteListStart(ResponseBody body, ListMeta meta)
    {
        body.Write("{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
        body.Write(meta.ToUtf8());
        WriteHeadings(body);
        body.Write(",\"rows\":["u8);
    }

    public override void WriteItem(ResponseBody body, ReadOnlySpan<byte> json)
    {
        if (_hasRows) body.Write(","u8);
        _hasRows = true;
        WriteRow(body, json);
    }

    public override void WriteListEnd(ResponseBody body) => body.Write("]}\n"u8);

    public override void WriteObject(ResponseBody body, ReadOnlySpan<byte> json)
    {
        WriteEventObject(body, json);
        body.Write("\n"u8);
    }

    protected override void WriteEventObject(ResponseBody body, ReadOnlySpan<byte> json)
    {
        body.Write("{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{\"resourceVersion\":\""u8);
        body.WriteNumber(Proto.ApiMachinery.Objects.ObjectMeta.Read(json).Revision);
        body.Write("\"}"u8);
        WriteHeadings(body);
        body.Write(",\"rows\":["u8);
        WriteRow(body, json);
        body.Write("]}"u8);
    }

    protected override void WriteBookmarkObject(ResponseBody body, long revision, bool initialEventsEnd)
    {
        body.Write("{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
        WriteBookmarkMetadata(body, revision, initialEventsEnd: false);
        WriteHeadings(body);
        // The row of an object that has nothing but its revision: that it ends the initial events is said there, and nowhere else.
        body.Write(",\"rows\":["u8);
        WriteRow(body, Bookmark(revision, initialEventsEnd), include == IncludeObject.None ? IncludeObject.Metadata : include);
        body.Write("]}"u8);
    }

    private byte[] Bookmark(long revision, bool initialEventsEnd) => Encoding.UTF8.GetBytes(
        $"{{\"kind\":\"{resource.Kind}\",\"apiVersion\":\"{resource.Resource.ApiVersion}\",\"metadata\":{{\"resourceVersion\":\"{revision}\""
        + (initialEventsEnd ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "") + "}}");

    private void WriteHeadings(ResponseBody body)
    {
        if (_headingsSent)
        {
            body.Write(",\"columnDefinitions\":null"u8);
            return;
        }
        _headingsSent = true;
        body.Write(",\"columnDefinitions\":["u8);
        for (var i = 0; i < _columns.Count; i++)
        {
            if (i > 0) body.Write(","u8);
            using (var writer = Begin())
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, _columns[i].Name);
                writer.WriteString("type"u8, _columns[i].Type);
                writer.WriteString("format"u8, _columns[i].Format);
                writer.WriteString("description"u8, _columns[i].Description);
                writer.WriteNumber("priority"u8, _columns[i].Priority);
                writer.WriteEndObject();
            }
            body.Write(_buffer.WrittenSpan);
        }
        body.Write("]"u8);
    }

    private void WriteRow(ResponseBody body, ReadOnlySpan<byte> json) => WriteRow(body, json, include);

    private void WriteRow(ResponseBody body, ReadOnlySpan<byte> json, IncludeObject included)
    {
        using (var writer = Begin())
        {
            writer.WriteStartArray();
            var reader = Proto.ApiMachinery.Objects.RawJson.Reader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var row = new TableRow(document.RootElement, time.GetUtcNow());
            foreach (var column in _columns) column.Read(row, writer);
            writer.WriteEndArray();
        }
        body.Write("{\"cells\":"u8);
        body.Write(_buffer.WrittenSpan);
        if (included == IncludeObject.Object)
        {
            body.Write(",\"object\":"u8);
            body.Write(json);
        }
        else if (included == IncludeObject.Metadata)
        {
            body.Write(",\"object\":{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
            body.Write(MetadataRepresentation.MetadataOf(json));
            body.Write("}"u8);
        }
        else
        {
            body.Write(",\"object\":null"u8);
        }
        body.Write("}"u8);
    }

    private Utf8JsonWriter Begin()
    {
        _buffer.ResetWrittenCount();
        return new Utf8JsonWriter(_buffer, Options);
    }
}
