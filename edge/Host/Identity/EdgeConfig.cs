using System.Buffers;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.Host.Identity;

/// <summary>What a join settled, as <c>config.json</c> keeps it.</summary>
/// <param name="Node">The node's name in the cluster.</param>
/// <param name="Cloud">Where the cloud is.</param>
/// <param name="Joined">When the node joined.</param>
internal sealed record EdgeConfig(string Node, CloudAddress Cloud, DateTimeOffset Joined)
{
    public byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("node", Node);
            writer.WriteString("cloud", Cloud.ToString());
            writer.WriteString("joined", Joined.UtcDateTime);
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Null where the text is not what <see cref="ToUtf8"/> writes.</summary>
    public static EdgeConfig? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.GetProperty("node").GetString() is { Length: > 0 } node
                && CloudAddress.TryParse(root.GetProperty("cloud").GetString() ?? "", out var cloud)
                ? new EdgeConfig(node, cloud, root.GetProperty("joined").GetDateTimeOffset())
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
