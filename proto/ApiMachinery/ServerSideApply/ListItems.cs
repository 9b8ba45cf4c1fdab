using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>What the items of a keyed list or a set are called.</summary>
internal static class ListItems
{
    /// <summary>Whether a list is owned item by item.</summary>
    public static bool AreOwned(FieldSchema schema) => !schema.IsAtomic && schema.List != ListMerge.Atomic;

    /// <summary>Each item with its name, in the list's order.</summary>
    /// <exception cref="StatusException">400: an item lacks a key field.</exception>
    public static List<(PathElement Element, JsonNode? Item)> Named(JsonArray list, FieldSchema schema)
    {
        var named = new List<(PathElement, JsonNode?)>(list.Count);
        for (var i = 0; i < list.Count; i++) named.Add((Name(list[i], schema, i), list[i]));
        return named;
    }

    /// <summary>Each item by its name. Where live objects hold a name twice, which older servers allowed, the first one counts.</summary>
    public static Dictionary<PathElement, JsonNode?> ByName(JsonArray? list, FieldSchema schema)
    {
        var items = new Dictionary<PathElement, JsonNode?>();
        if (list is null) return items;
        foreach (var (element, item) in Named(list, schema)) items.TryAdd(element, item);
        return items;
    }

    private static PathElement Name(JsonNode? item, FieldSchema schema, int index)
    {
        if (schema.List == ListMerge.Set) return PathElement.Value(item);
        if (item is not JsonObject fields) throw Fault($"element {index}: an item of a keyed list is not an object but {item?.ToJsonString() ?? "null"}");
        var keys = new List<KeyValuePair<string, JsonNode?>>(schema.Keys.Count);
        foreach (var key in schema.Keys)
        {
            var value = fields[key] ?? (schema.KeyDefaults.TryGetValue(key, out var otherwise) ? JsonValue.Create(otherwise) : null);
            if (value is not null) keys.Add(KeyValuePair.Create<string, JsonNode?>(key, value));
        }
        return keys.Count > 0
            ? PathElement.Key(keys)
            : throw Fault($"element {index}: associative list with keys has an element that omits key field \"{string.Join(", ", schema.Keys)}\" (and doesn't have default value)");
    }

    public static StatusException Fault(string message) => KubernetesStatus.BadRequest($"failed to create typed patch object: {message}").ToException();
}
