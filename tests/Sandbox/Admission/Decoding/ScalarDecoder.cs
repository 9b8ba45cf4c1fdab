using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Decoding;

/// <summary>Which JSON values a scalar of the API takes.</summary>
internal static class ScalarDecoder
{
    public static bool Fits(JsonNode value, string scalar)
    {
        var kind = value.GetValueKind();
        return scalar switch
        {
            "string" => kind == JsonValueKind.String,
            "bytes" => kind == JsonValueKind.String && IsBase64(value.GetValue<string>()),
            "time" or "microTime" => kind == JsonValueKind.String && IsTime(value.GetValue<string>()),
            "bool" => kind is JsonValueKind.True or JsonValueKind.False,
            "int32" => IsWhole(value, int.MinValue, int.MaxValue),
            "int64" => IsWhole(value, long.MinValue, long.MaxValue),
            "double" => kind == JsonValueKind.Number,
            "quantity" => kind == JsonValueKind.Number || kind == JsonValueKind.String,
            "intOrString" => kind == JsonValueKind.String || IsWhole(value, int.MinValue, int.MaxValue),
            "object" => kind == JsonValueKind.Object,
            _ => true,
        };
    }

    /// <summary>Whether the value is what a structure holds where nobody set it.</summary>
    public static bool IsZero(JsonNode value, string scalar) => scalar switch
    {
        "string" or "bytes" => value.GetValue<string>().Length == 0,
        "bool" => value.GetValueKind() == JsonValueKind.False,
        "int32" or "int64" => ((JsonValue)value).TryGetWhole(out var number) && number == 0,
        _ => false,
    };

    /// <summary>What null in a list or map stands for.</summary>
    public static JsonNode Zero(TypeSchema type) => type.Form switch
    {
        TypeForm.List => new JsonArray(),
        TypeForm.Map or TypeForm.Struct => new JsonObject(),
        _ => type.Name switch { "int32" or "int64" or "double" or "quantity" => 0, "bool" => false, "object" => new JsonObject(), _ => "" },
    };

    private static bool IsWhole(JsonNode value, long least, long most) =>
        value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && number.TryGetWhole(out var whole) && whole >= least && whole <= most;

    private static bool IsTime(string text) =>
        text.Length == 0 || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
