using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Protobuf;

/// <summary>The single values, some of which are messages of their own.</summary>
internal static class ProtobufScalar
{
    /// <summary>The value; null where the message says that there is none.</summary>
    /// <exception cref="FormatException">The value is not of its type.</exception>
    public static JsonNode? Read(ref ProtobufReader reader, TypeSchema type) => type.Name switch
    {
        "string" => Encoding.UTF8.GetString(reader.Bytes),
        "bytes" => Convert.ToBase64String(reader.Bytes),
        "bool" => reader.Value != 0,
        "int32" or "int64" => reader.Value,
        "double" => BitConverter.Int64BitsToDouble(reader.Value),
        "quantity" => Inner(reader.Bytes, 1) is { } text ? Encoding.UTF8.GetString(text) : "0",
        "time" or "microTime" => Time(reader.Bytes, type.Name == "microTime"),
        "intOrString" => IntOrString(reader.Bytes),
        _ => Json(Inner(reader.Bytes, 1)),
    };

    /// <summary>What a field that is no pointer has where nobody set it.</summary>
    public static bool IsZero(JsonNode value) => value is JsonValue single && single.GetValueKind() switch
    {
        JsonValueKind.String => single.GetValue<string>().Length == 0,
        JsonValueKind.False => true,
        JsonValueKind.Number => single.TryGetWhole(out var number) && number == 0,
        _ => false,
    };

    private static byte[]? Inner(ReadOnlySpan<byte> message, int number)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Number == number && reader.HasLength) return reader.Bytes.ToArray();
        }
        return null;
    }

    private static JsonNode? Time(ReadOnlySpan<byte> message, bool isFine)
    {
        if (message.IsEmpty) return null;
        long seconds = 0, nanos = 0;
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Number == 1) seconds = reader.Value;
            if (reader.Number == 2) nanos = reader.Value;
        }
        if (seconds is < -62135596800 or > 253402300799) throw new FormatException($"{seconds.ToString(CultureInfo.InvariantCulture)} is not a time");
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100);
        return isFine ? Timestamps.Micros(time) : Timestamps.Seconds(time);
    }

    private static JsonNode IntOrString(ReadOnlySpan<byte> message)
    {
        long type = 0, number = 0;
        var text = "";
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Number == 1) type = reader.Value;
            if (reader.Number == 2) number = reader.Value;
            if (reader.Number == 3) text = Encoding.UTF8.GetString(reader.Bytes);
        }
        return type == 1 ? text : number;
    }

    private static JsonNode? Json(byte[]? raw)
    {
        try
        {
            return raw is null ? null : JsonNode.Parse(raw);
        }
        catch (JsonException fault)
        {
            throw new FormatException($"an embedded object is not JSON: {fault.Message}", fault);
        }
    }
}
