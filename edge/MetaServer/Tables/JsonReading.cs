using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

/// <summary>Reads fields that may be absent: objects in a cluster are never complete.</summary>
internal static class JsonReading
{
    /// <summary>The field at the end of a path; undefined where any step is absent.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step, out element)) return default;
        }
        return element;
    }

    /// <summary>A text; empty where absent.</summary>
    public static string Text(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var found = element.At(path);
        return found.ValueKind == JsonValueKind.String ? found.GetString()! : "";
    }

    /// <summary>A whole number, or <paramref name="otherwise"/>.</summary>
    public static long Number(this JsonElement element, long otherwise, params ReadOnlySpan<string> path)
    {
        var found = element.At(path);
        return found.ValueKind == JsonValueKind.Number && found.TryGetInt64(out var number) ? number : otherwise;
    }

    /// <summary>Whether a flag is set.</summary>
    public static bool Flag(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path).ValueKind == JsonValueKind.True;

    /// <summary>The items of a list; none where absent.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var found = element.At(path);
        return found.ValueKind == JsonValueKind.Array ? found.EnumerateArray() : default;
    }

    /// <summary>How many items or members there are.</summary>
    public static int Count(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var found = element.At(path);
        return found.ValueKind switch
        {
            JsonValueKind.Array => found.GetArrayLength(),
            JsonValueKind.Object => found.GetPropertyCount(),
            _ => 0,
        };
    }

    /// <summary>Whether the field is there and not null.</summary>
    public static bool Has(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Texts in a row; <c>&lt;none&gt;</c> for no text at all, as kubectl shows it.</summary>
    public static string Joined(IReadOnlyCollection<string> texts, string none = "<none>") => texts.Count == 0 ? none : string.Join(',', texts);

    /// <summary>The text, or <c>&lt;none&gt;</c>.</summary>
    public static string OrNone(this string text) => text.Length == 0 ? "<none>" : text;
}
