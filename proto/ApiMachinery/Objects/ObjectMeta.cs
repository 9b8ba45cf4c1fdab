using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

/// <summary>The server-kept part of an object's metadata, as far as decisions need it.</summary>
/// <param name="Namespace">Empty for a cluster-scoped object.</param>
/// <param name="Name">Empty where absent (an object yet to be created may have only generateName).</param>
/// <param name="Uid">Empty where absent.</param>
/// <param name="Revision"><c>resourceVersion</c> as a number; 0 where absent.</param>
/// <param name="Generation">0 where absent.</param>
/// <param name="CreationTimestamp">As written, RFC 3339; empty where absent.</param>
/// <param name="DeletionTimestamp">As written, RFC 3339; null unless the object is being deleted.</param>
public readonly record struct ObjectMeta(
    string Namespace, string Name, string Uid, long Revision, long Generation, string CreationTimestamp, string? DeletionTimestamp)
{
    private static readonly RawPath Metadata = RawPath.Of("metadata");

    /// <summary>Whether <c>metadata.deletionTimestamp</c> is set.</summary>
    public bool IsBeingDeleted => DeletionTimestamp is not null;

    /// <summary>Reads the metadata of an object; absent fields are empty.</summary>
    /// <exception cref="FormatException">The bytes are no JSON object, or a resourceVersion is no number.</exception>
    public static ObjectMeta Read(ReadOnlySpan<byte> json)
    {
        var meta = new ObjectMeta("", "", "", 0, 0, "", null);
        try
        {
            var reader = RawJson.Reader(json);
            if (!Metadata.TrySeek(ref reader) || reader.TokenType != JsonTokenType.StartObject) return meta;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) meta = meta.WithMember(ref reader);
            return meta;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"not a Kubernetes object: {e.Message}", e);
        }
    }

    private ObjectMeta WithMember(ref Utf8JsonReader reader)
    {
        if (Enters(ref reader, "namespace"u8)) return this with { Namespace = reader.GetString() ?? "" };
        if (Enters(ref reader, "name"u8)) return this with { Name = reader.GetString() ?? "" };
        if (Enters(ref reader, "uid"u8)) return this with { Uid = reader.GetString() ?? "" };
        if (Enters(ref reader, "resourceVersion"u8)) return this with { Revision = RawObjectReader.ReadRevision(ref reader) };
        if (Enters(ref reader, "generation"u8)) return this with { Generation = reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : 0 };
        if (Enters(ref reader, "creationTimestamp"u8)) return this with { CreationTimestamp = reader.GetString() ?? "" };
        if (Enters(ref reader, "deletionTimestamp"u8)) return this with { DeletionTimestamp = reader.GetString() };
        reader.Skip();
        return this;
    }

    private static bool Enters(ref Utf8JsonReader reader, ReadOnlySpan<byte> key) =>
        reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(key) && reader.Read();
}
