using System.Buffers;
using System.Globalization;
using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Host.Expiring;

/// <summary>The condition of the Node that says whether something is about to end.</summary>
internal static class NodeCondition
{
    public const string Type = "EdgeMeshExpiring";
    private static readonly GroupVersionResource s_nodes = new("", "v1", "nodes");

    /// <summary>Status and message of the condition as the Node has it; null where it has none that can be read, or is not held.</summary>
    public static (string Status, string Message)? Read(IObjectReader reader, string node)
    {
        if (reader.Get(s_nodes, new ObjectKey("", node)) is not { } held) return null;
        try
        {
            using var document = JsonDocument.Parse(held.Json);
            if (!document.RootElement.TryGetProperty("status", out var status) || !status.TryGetProperty("conditions", out var conditions)) return null;
            foreach (var condition in conditions.EnumerateArray())
            {
                if (Text(condition, "type") == Type) return (Text(condition, "status"), Text(condition, "message"));
            }
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(JsonElement condition, string name) => condition.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    /// <summary>What the Node should say now: true with what ends, false where nothing does.</summary>
    public static (string Status, string Message) Of(IReadOnlyList<Expiry> near) => near.Count == 0
        ? ("False", "Certificates are renewed in time.")
        : ("True", string.Join(" ", near.Select(expiry => string.Create(CultureInfo.InvariantCulture, $"{expiry.Name} ends at {expiry.At:u}: {expiry.Then}."))));

    /// <summary>A strategic merge patch of the Node's status; the time of its last transition stays where only the message is another.</summary>
    public static byte[] Patch((string Status, string Message) condition, (string Status, string Message)? before, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("status");
            writer.WriteStartArray("conditions");
            writer.WriteStartObject();
            writer.WriteString("type", Type);
            writer.WriteString("status", condition.Status);
            writer.WriteString("reason", condition.Status == "True" ? "NotRenewed" : "Renewed");
            writer.WriteString("message", condition.Message);
            var time = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            writer.WriteString("lastHeartbeatTime", time);
            if (before?.Status != condition.Status) writer.WriteString("lastTransitionTime", time);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
