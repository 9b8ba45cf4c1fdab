using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Custom;

/// <summary>Values as a program in Go prints them: texts bare, numbers the shortest way, objects and lists as JSON with their keys in order.</summary>
internal static class GoJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Print(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => Number(value),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Object or JsonValueKind.Array => Json(value),
        _ => "<nil>",
    };

    private static string Number(JsonElement value)
    {
        if (value.TryGetInt64(out var whole)) return whole.ToString(CultureInfo.InvariantCulture);
        var number = value.GetDouble();
        var exponent = number == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(number)));
        if (exponent is >= -4 and < 21) return number.ToString("0.#################", CultureInfo.InvariantCulture) is var plain && double.Parse(plain, CultureInfo.InvariantCulture) == number
            ? plain : number.ToString("R", CultureInfo.InvariantCulture);
        return number.ToString("0.################e+00", CultureInfo.InvariantCulture);
    }

    private static string Json(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options)) Write(value, writer);
        // Go escapes what HTML would read.
        return new StringBuilder(Encoding.UTF8.GetString(buffer.ToArray())).Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026").ToString();
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Number(value));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
