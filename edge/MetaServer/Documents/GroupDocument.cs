using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Store.Reading;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Documents;

/// <summary><c>/apis/GROUP</c>: the group's entry in <c>/apis</c>, with its type put first.</summary>
internal static class GroupDocument
{
    /// <summary>Null where the path is no group's, or the group is not known.</summary>
    public static StoredDocument? Find(IObjectReader reader, string path)
    {
        if (path.Split('/') is not ["", "apis", { Length: > 0 } name] || DocumentReader.Find(reader, "/apis") is not { } list) return null;
        try
        {
            using var document = JsonDocument.Parse(list.Body);
            foreach (var group in document.RootElement.GetProperty("groups"u8).EnumerateArray())
            {
                if (group.GetProperty("name"u8).GetString() == name) return new StoredDocument("application/json", "", Write(group, End(list.Body)));
            }
            return null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // As if it were not held.
        }
    }

    /// <summary>An API server ends its documents with a line feed: this one ends as the one it is taken from.</summary>
    private static ReadOnlySpan<byte> End(ReadOnlyMemory<byte> list) => list.Span is [.., (byte)'\n'] ? "\n"u8 : [];

    private static byte[] Write(JsonElement group, ReadOnlySpan<byte> end)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, "APIGroup"u8);
            writer.WriteString("apiVersion"u8, "v1"u8);
            foreach (var member in group.EnumerateObject())
            {
                if (!member.NameEquals("kind"u8) && !member.NameEquals("apiVersion"u8)) member.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        buffer.Write(end);
        return buffer.ToArray();
    }
}
