using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

/// <summary>
/// Reads names and versions out of the metadata of an object or a list as it streams by, wherever it is cut: a list of thousands needs no
/// memory but for what is looked for.
/// </summary>
internal sealed class MetadataStream(bool isList) : IMetadataReader
{
    // {"metadata":{…}} of an object, {"items":[{"metadata":{…}}]} of a list.
    private readonly int _objectDepth = isList ? 3 : 1;
    private readonly ListedVersions _versions = new();
    private JsonReaderState _state;
    private string _namespace = "";
    private string _name = "";
    private long _version;
    private long _revision;
    private bool _hasMore;
    private bool _inItems;
    private bool _inMetadata;

    /// <summary>Reads a piece and returns how much of it was understood: the rest must come again, before what follows it.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public int Read(ReadOnlySpan<byte> json, bool isLast)
    {
        var reader = new Utf8JsonReader(json, isLast, _state);
        while (reader.Read()) Take(ref reader);
        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    int IMetadataReader.Read(ReadOnlyMemory<byte> piece, bool isLast) => Read(piece.Span, isLast);

    /// <summary>What was read.</summary>
    public VersionedList Complete() => new(_revision, _versions.Ordered(), _hasMore && _versions.Count > 0);

    private string _property = "";

    private void Take(ref Utf8JsonReader reader)
    {
        // The depth of a member's name and value is that of the object around it, plus one.
        var depth = reader.CurrentDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when depth <= _objectDepth + 1:
                _property = Known(ref reader);
                break;
            case JsonTokenType.StartArray when depth == 1:
                _inItems = _property == "items";
                break;
            case JsonTokenType.EndArray when depth == 1:
                _inItems = false;
                break;
            case JsonTokenType.StartObject when _property == "metadata" && (depth == 1 || (depth == _objectDepth && _inItems)):
                _inMetadata = true;
                break;
            case JsonTokenType.EndObject when _inMetadata && (depth == 1 || depth == _objectDepth):
                _inMetadata = false;
                if (depth == _objectDepth && (!isList || _inItems)) Add();
                break;
            case JsonTokenType.String when _inMetadata && depth == 2 && isList && !_inItems:
                if (_property == "resourceVersion") _revision = Number(ref reader);
                else if (_property == "continue") _hasMore = !reader.ValueSpan.IsEmpty;
                break;
            case JsonTokenType.String when _inMetadata && depth == _objectDepth + 1:
                if (_property == "name") _name = reader.GetString()!;
                else if (_property == "namespace") _namespace = reader.GetString()!;
                else if (_property == "resourceVersion") _version = Number(ref reader);
                break;
        }
    }

    private void Add()
    {
        _versions.Add(Encoding.UTF8.GetBytes(_namespace), Encoding.UTF8.GetBytes(_name), _version);
        (_namespace, _name, _version) = ("", "", 0);
    }

    private static string Known(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("metadata"u8) ? "metadata"
        : reader.ValueTextEquals("items"u8) ? "items"
        : reader.ValueTextEquals("resourceVersion"u8) ? "resourceVersion"
        : reader.ValueTextEquals("continue"u8) ? "continue"
        : reader.ValueTextEquals("namespace"u8) ? "namespace"
        : reader.ValueTextEquals("name"u8) ? "name"
        : "";

    private static long Number(ref Utf8JsonReader reader) => Utf8Parser.TryParse(reader.ValueSpan, out long number, out _) ? number : 0;
}
