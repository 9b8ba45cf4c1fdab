using System.Buffers;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

/// <summary>Writes a review with its answer.</summary>
internal static class ReviewAnswer
{
    /// <param name="collection">Of which it is.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="namespace">Its namespace; empty for none.</param>
    /// <param name="writeRest">Writes spec and status.</param>
    public static ReadOnlyMemory<byte> Write(GroupVersionResource collection, string kind, string @namespace, Action<Utf8JsonWriter> writeRest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, kind);
            writer.WriteString("apiVersion"u8, collection.ApiVersion);
            writer.WriteStartObject("metadata"u8);
            if (@namespace.Length > 0) writer.WriteString("namespace"u8, @namespace);
            writer.WriteEndObject();
            writeRest(writer);
            writer.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>A list of texts as a member.</summary>
    public static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
