using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Json;

/// <summary>Short ways to read and write the parts of an object that decisions need. A missing part reads as null; nothing throws for its type.</summary>
internal static class JsonTree
{
    /// <summary>The object under the key; null where there is none.</summary>
    public static JsonObject? Obj(this JsonObject? node, string key) => node?[key] as JsonObject;

    /// <summary>The array under the key; null where there is none.</summary>
    public static JsonArray? Arr(this JsonObject? node, string key) => node?[key] as JsonArray;

    /// <summary>The text under the key; empty where there is none.</summary>
    public static string Str(this JsonObject? node, string key) =>
        node?[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    /// <summary>The whole number under the key; null where there is none.</summary>
    public static long? Int(this JsonObject? node, string key) =>
        node?[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetWhole(out var number) ? number : null;

    /// <summary>The truth under the key; false where there is none.</summary>
    public static bool Bool(this JsonObject? node, string key) => node?[key] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>The objects in the array under the key.</summary>
    public static IEnumerable<JsonObject> Objs(this JsonObject? node, string key) => node.Arr(key)?.OfType<JsonObject>() ?? [];

    /// <summary>The texts in the array under the key.</summary>
    public static IEnumerable<string> Strs(this JsonObject? node, string key) =>
        node.Arr(key)?.OfType<JsonValue>().Where(value => value.GetValueKind() == JsonValueKind.String).Select(value => value.GetValue<string>()) ?? [];

    /// <summary>The metadata; an empty object takes its place where there is none.</summary>
    public static JsonObject Meta(this JsonObject value) => value.Ensure("metadata");

    /// <summary>The object under the key, made where there is none.</summary>
    public static JsonObject Ensure(this JsonObject node, string key)
    {
        if (node[key] is JsonObject found) return found;
        var made = new JsonObject();
        node[key] = made;
        return made;
    }

    /// <summary>Sets the key where it is absent.</summary>
    public static void Default(this JsonObject node, string key, JsonNode value)
    {
        if (node[key] is null) node[key] = value;
    }

    /// <summary>Sets the key to a copy of the value, or removes it where the value is null.</summary>
    public static void Put(this JsonObject node, string key, JsonNode? value)
    {
        if (value is null) node.Remove(key);
        else node[key] = value.DeepClone();
    }

    /// <summary>A whole number, however it is written.</summary>
    public static bool TryGetWhole(this JsonValue value, out long number)
    {
        if (value.TryGetValue(out number)) return true;
        if (value.TryGetValue(out int small)) { number = small; return true; }
        if (value.TryGetValue(out double real) && Math.Floor(real) == real && Math.Abs(real) < 1e15) { number = (long)real; return true; }
        return false;
    }

    /// <summary>A copy with its own parents.</summary>
    public static JsonObject Copy(this JsonObject value) => (JsonObject)value.DeepClone();
}
