using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

/// <summary>The JSON of a Status, in the order of fields in which the API server writes it.</summary>
internal static class StatusJson
{
    // Go leaves quotes and non-ASCII text readable; the default encoder would not.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(KubernetesStatus status)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, "Status"u8);
            writer.WriteString("apiVersion"u8, "v1"u8);
            writer.WriteStartObject("metadata"u8);
            WriteUnlessEmpty(writer, "continue", status.Continue);
            writer.WriteEndObject();
            writer.WriteString("status"u8, status.IsSuccess ? "Success"u8 : "Failure"u8);
            WriteUnlessEmpty(writer, "message", status.Message);
            WriteUnlessEmpty(writer, "reason", status.Reason);
            if (status.Details is { } details) WriteDetails(writer, details);
            if (status.Code != 0) writer.WriteNumber("code"u8, status.Code);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static bool TryRead(ReadOnlySpan<byte> json, out KubernetesStatus status)
    {
        status = new KubernetesStatus();
        try
        {
            var reader = RawJson.Reader(json);
            if (!reader.Read()) return false;
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "kind") != "Status") return false;
            status = new KubernetesStatus
            {
                Code = Number(root, "code"),
                Reason = Text(root, "reason"),
                Message = Text(root, "message"),
                Continue = root.TryGetProperty("metadata", out var metadata) ? Text(metadata, "continue") : "",
                Details = root.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Object ? ReadDetails(details) : null,
            };
            // A failure without a code is still one.
            if (status.Code == 0 && Text(root, "status") == "Failure") status = status with { Code = 500 };
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not valid Unicode.
            status = new KubernetesStatus();
            return false;
        }
    }

    private static void WriteDetails(Utf8JsonWriter writer, StatusDetails details)
    {
        writer.WriteStartObject("details"u8);
        WriteUnlessEmpty(writer, "name", details.Name);
        WriteUnlessEmpty(writer, "group", details.Group);
        WriteUnlessEmpty(writer, "kind", details.Kind);
        WriteUnlessEmpty(writer, "uid", details.Uid);
        if (details.Causes.Count > 0)
        {
            writer.WriteStartArray("causes"u8);
            foreach (var cause in details.Causes)
            {
                writer.WriteStartObject();
                WriteUnlessEmpty(writer, "reason", cause.Reason);
                WriteUnlessEmpty(writer, "message", cause.Message);
                WriteUnlessEmpty(writer, "field", cause.Field);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        if (details.RetryAfterSeconds != 0) writer.WriteNumber("retryAfterSeconds"u8, details.RetryAfterSeconds);
        writer.WriteEndObject();
    }

    private static StatusDetails ReadDetails(JsonElement details) => new()
    {
        Name = Text(details, "name"),
        Group = Text(details, "group"),
        Kind = Text(details, "kind"),
        Uid = Text(details, "uid"),
        RetryAfterSeconds = Number(details, "retryAfterSeconds"),
        Causes = details.TryGetProperty("causes", out var causes) && causes.ValueKind == JsonValueKind.Array
            ? causes.EnumerateArray().Select(c => new StatusCause(Text(c, "reason"), Text(c, "message"), Text(c, "field"))).ToArray()
            : [],
    };

    private static void WriteUnlessEmpty(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0) writer.WriteString(name, value);
    }

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static int Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
}
