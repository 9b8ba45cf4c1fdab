using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

/// <summary>The lists that a strategic merge patch merges: objects by their key, plain values as a set.</summary>
internal static class StrategicList
{
    public static JsonArray Merge(JsonArray current, JsonArray patch, FieldSchema schema)
    {
        var before = Names(current, schema.PatchKey);
        if (schema.PatchKey.Length == 0)
        {
            var values = current.Concat(patch).Select(v => v?.DeepClone()).DistinctBy(Identity);
            return Order(new JsonArray([.. values]), patch, "", before);
        }
        var changes = patch.Select(item => item as JsonObject
            ?? throw PatchFaults.NotApplicable($"a list that is merged by {schema.PatchKey} holds {item?.ToJsonString() ?? "null"}")).ToArray();
        var replace = changes.Any(c => StrategicMergePatch.Directive(c) == "replace");
        var merged = replace ? [] : current.Select(item => item?.DeepClone()).ToList();
        var kept = new JsonArray();
        foreach (var change in changes)
        {
            var directive = StrategicMergePatch.Directive(change);
            // It only says what to do with the list, whatever else stands in it.
            if (directive == "replace") continue;
            var key = Key(change, schema.PatchKey) ?? throw PatchFaults.NotApplicable(
                $"map: {change.ToJsonString()} does not contain declared merge key: {schema.PatchKey}");
            var at = merged.FindIndex(item => Key(item, schema.PatchKey) == key);
            if (directive == "delete")
            {
                if (at >= 0) merged.RemoveAt(at);
                continue;
            }
            kept.Add(change.DeepClone());
            var plain = StrategicMergePatch.WithoutDirective(change);
            if (at >= 0) merged[at] = StrategicMergePatch.Merge(merged[at]!.AsObject(), plain, schema.Item);
            else merged.Add(StrategicMergePatch.Merge([], plain, schema.Item));
        }
        return Order(new JsonArray([.. merged]), kept, schema.PatchKey, before);
    }

    /// <summary>Takes plain values out.</summary>
    public static void Remove(JsonArray list, JsonArray values)
    {
        var gone = values.Select(Identity).ToHashSet();
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (gone.Contains(Identity(list[i]))) list.RemoveAt(i);
        }
    }

    /// <summary>
    /// Puts the items that <paramref name="order"/> names into that order. The others keep theirs, and each goes before the named item that
    /// it stood before in the list as it was; an item that is new to the list therefore comes before all that the patch does not name.
    /// </summary>
    public static JsonArray Order(JsonArray items, JsonArray order, string key, IReadOnlyList<string?> before)
    {
        var wanted = Names(order, key);
        var places = new Dictionary<string, int>();
        for (var i = before.Count - 1; i >= 0; i--) places[before[i] ?? ""] = i;
        var named = items.Where(i => wanted.Contains(Name(i, key))).OrderBy(i => wanted.IndexOf(Name(i, key))).ToList();
        var others = items.Where(i => !wanted.Contains(Name(i, key))).ToList();
        var result = new List<JsonNode?>(items.Count);
        int n = 0, o = 0;
        while (n < named.Count && o < others.Count)
        {
            var otherFirst = places.TryGetValue(Name(others[o], key) ?? "", out var other)
                && places.TryGetValue(Name(named[n], key) ?? "", out var name) && other < name;
            result.Add(otherFirst ? others[o++] : named[n++]);
        }
        result.AddRange(named.Skip(n));
        result.AddRange(others.Skip(o));
        items.Clear();
        return new JsonArray([.. result]);
    }

    /// <summary>By what each item is known: its key, or its own text in a list of plain values.</summary>
    public static List<string?> Names(JsonArray? items, string key) => items?.Select(i => Name(i, key)).ToList() ?? [];

    private static string? Key(JsonNode? item, string key) => (item as JsonObject)?[key] is JsonValue value ? value.ToString() : null;

    private static string? Name(JsonNode? item, string key) => key.Length == 0 ? Identity(item) : Key(item, key);

    /// <summary>A plain value as text, with its type: <c>1</c> is not <c>"1"</c>.</summary>
    private static string Identity(JsonNode? value) => value?.ToJsonString() ?? "null";
}
