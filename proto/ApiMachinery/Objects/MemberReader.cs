using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

/// <summary>
/// Goes forward through an object member by member, each once, in whatever order they stand. What has another shape than is asked for is passed over.
/// Whoever is told of a member takes its value by exactly one of the methods that do so.
/// </summary>
internal ref struct MemberReader(ReadOnlySpan<byte> json)
{
    private Utf8JsonReader _reader = RawJson.Reader(json);

    /// <summary>Moves to the next member of the object that was entered last; false at its end, where the object around it goes on.</summary>
    public bool NextMember() => _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Enters the next object of the list that was entered last; false at its end.</summary>
    public bool NextObject()
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType == JsonTokenType.StartObject) return true;
            _reader.Skip();
        }
        return false;
    }

    /// <summary>Whether it stands on a member of this name.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>Takes the value: enters it if it is an object.</summary>
    public bool EntersObject() => Take() == JsonTokenType.StartObject || Passes();

    /// <summary>Takes the value: enters it if it is a list.</summary>
    public bool EntersList() => Take() == JsonTokenType.StartArray || Passes();

    /// <summary>Takes the value as text; empty if it is none.</summary>
    public string Text()
    {
        if (Take() == JsonTokenType.String) return _reader.GetString()!;
        _reader.Skip();
        return "";
    }

    /// <summary>Passes over the value, and says what it was.</summary>
    public JsonTokenType Skip()
    {
        var token = Take();
        _reader.Skip();
        return token;
    }

    private JsonTokenType Take()
    {
        _reader.Read();
        return _reader.TokenType;
    }

    private bool Passes()
    {
        _reader.Skip();
        return false;
    }
}
