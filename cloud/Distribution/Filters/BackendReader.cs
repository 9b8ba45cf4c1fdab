using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>Takes a list of backends apart in one walk over its bytes. Used by both kinds of list, which differ in where their arrays are.</summary>
internal ref struct BackendReader(ReadOnlySpan<byte> json)
{
    private readonly List<BackendLayout.Passage> _passages = [];
    private Utf8JsonReader _reader = RawJson.Reader(json);

    public readonly IReadOnlyList<BackendLayout.Passage> Passages => _passages;

    /// <summary>Enters the object, or array, that begins here; before the first one it is the document.</summary>
    public bool Begin() => _reader.Read();

    /// <summary>Goes to the next member of the object, and onto its value if it has this name.</summary>
    public bool NextMember() => _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;

    public readonly bool NameIs(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>Passes over the value of the member.</summary>
    public void SkipValue() => _reader.Skip();

    /// <summary>The value of the member as text; null where it is none.</summary>
    public string? ReadText()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.String) return _reader.GetString();
        _reader.Skip();
        return null;
    }

    /// <summary>Whether the value of the member is an object, now entered; else it is passed over.</summary>
    public bool EnterObject() => Enter(JsonTokenType.StartObject);

    /// <summary>Whether the value of the member is an array, now entered; else it is passed over.</summary>
    public bool EnterArray() => Enter(JsonTokenType.StartArray);

    /// <summary>Whether the array has another element that is an object, now entered.</summary>
    public bool NextObject()
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType == JsonTokenType.StartObject) return true;
            _reader.Skip();
        }
        return false;
    }

    /// <summary>Notes which values of the metadata are no content: they change with every change of the object, whomever it concerns.</summary>
    public void ReadMetadata()
    {
        if (!EnterObject()) return;
        while (NextMember())
        {
            if (NameIs("resourceVersion"u8)) Note(BackendLayout.PassageKind.Revision);
            else if (NameIs("generation"u8) || NameIs("managedFields"u8)) Note(BackendLayout.PassageKind.Volatile);
            else if (NameIs("annotations"u8)) ReadAnnotations();
            else SkipValue();
        }
    }

    /// <summary>Reads an array of backends.</summary>
    /// <param name="ready">Whether they are, unless their conditions say something else.</param>
    public void ReadBackends(bool ready)
    {
        if (!EnterArray()) return;
        var start = (int)_reader.BytesConsumed;
        var backends = new List<Backend>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray) backends.Add(ReadBackend(ready));
        _passages.Add(new BackendLayout.Passage(BackendLayout.PassageKind.Backends, start, (int)_reader.TokenStartIndex, backends));
    }

    private Backend ReadBackend(bool ready)
    {
        var start = (int)_reader.TokenStartIndex;
        string? node = null;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            ready = false;
            _reader.Skip();
            return new Backend(node, ready, start, (int)_reader.BytesConsumed - start);
        }
        while (NextMember())
        {
            if (NameIs("nodeName"u8)) node = ReadText();
            else if (NameIs("conditions"u8)) ready = ReadConditions(ready);
            else SkipValue();
        }
        return new Backend(node, ready, start, (int)_reader.BytesConsumed - start);
    }

    private bool ReadConditions(bool ready)
    {
        if (!EnterObject()) return ready;
        while (NextMember())
        {
            if (!NameIs("ready"u8))
            {
                SkipValue();
                continue;
            }
            _reader.Read();
            // Unset means ready.
            ready = _reader.TokenType != JsonTokenType.False;
            _reader.Skip();
        }
        return ready;
    }

    private void ReadAnnotations()
    {
        if (!EnterObject()) return;
        while (NextMember())
        {
            if (NameIs("endpoints.kubernetes.io/last-change-trigger-time"u8)) Note(BackendLayout.PassageKind.Volatile);
            else SkipValue();
        }
    }

    private void Note(BackendLayout.PassageKind kind)
    {
        _reader.Read();
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        _passages.Add(new BackendLayout.Passage(kind, start, (int)_reader.BytesConsumed, []));
    }

    private bool Enter(JsonTokenType kind)
    {
        _reader.Read();
        if (_reader.TokenType == kind) return true;
        _reader.Skip();
        return false;
    }
}
