using System.Globalization;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Listing;

/// <summary>Takes a List document apart without parsing its items.</summary>
public static class ListReader
{
    /// <summary>Reads one page of a list. The items are slices of <paramref name="list"/>.</summary>
    /// <exception cref="FormatException">It is no list: metadata or items are missing, or an item is no object.</exception>
    public static RawList Read(ReadOnlyMemory<byte> list)
    {
        try
        {
            return ReadList(list);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"not a Kubernetes list: {e.Message}", e);
        }
    }

    private static RawList ReadList(ReadOnlyMemory<byte> list)
    {
        var reader = RawJson.Reader(list.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new FormatException("a list is not a JSON object");
        var result = new RawList();
        var hasItems = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                hasItems = true;
                result = result with { Items = ReadItems(ref reader, list) };
            }
            else if (reader.ValueTextEquals("metadata"u8)) result = ReadMetadata(ref reader, result);
            else if (reader.ValueTextEquals("kind"u8)) result = result with { Kind = ReadText(ref reader) };
            else if (reader.ValueTextEquals("apiVersion"u8)) result = result with { ApiVersion = ReadText(ref reader) };
            else reader.Skip();
        }
        return hasItems ? result : throw new FormatException($"a list of kind '{result.Kind}' has no items");
    }

    /// <summary>Go writes an empty list as null where nothing was allocated.</summary>
    private static List<ReadOnlyMemory<byte>> ReadItems(ref Utf8JsonReader reader, ReadOnlyMemory<byte> list)
    {
        var items = new List<ReadOnlyMemory<byte>>();
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return items;
        if (reader.TokenType != JsonTokenType.StartArray) throw new FormatException("items is not an array");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new FormatException($"item {items.Count} of a list is not an object");
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(list[start..(int)reader.BytesConsumed]);
        }
        return items;
    }

    private static RawList ReadMetadata(ref Utf8JsonReader reader, RawList result)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return result;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("resourceVersion"u8))
            {
                var text = ReadText(ref reader);
                result = result with { Revision = Revision(text) };
            }
            else if (reader.ValueTextEquals("continue"u8)) result = result with { Continue = ReadText(ref reader) };
            else if (reader.ValueTextEquals("remainingItemCount"u8))
            {
                reader.Read();
                result = result with { RemainingItemCount = reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : null };
            }
            else reader.Skip();
        }
        return result;
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString() ?? "";
    }

    private static long Revision(string text) =>
        text.Length == 0 ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision
        : throw new FormatException($"metadata.resourceVersion of a list is '{text}': want a decimal number");
}
