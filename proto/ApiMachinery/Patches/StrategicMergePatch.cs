using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

/// <summary>
/// The Content-Type <c>application/strategic-merge-patch+json</c>: a merge patch that knows which lists are keyed, with the directives
/// <c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder/…</c> and <c>$deleteFromPrimitiveList/…</c>. For built-in kinds only: the API server
/// refuses it for custom ones with 415.
/// </summary>
public static class StrategicMergePatch
{
    private const string OrderPrefix = "$setElementOrder/";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";

    /// <summary>Applies the patch and returns the new object; both arguments are left as they were.</summary>
    /// <param name="document">The object as it is.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="schema">From <see cref="BuiltInSchemas"/>.</param>
    /// <exception cref="StatusException">400 where a directive is malformed, 422 where an item lacks the key it is merged by.</exception>
    public static JsonObject Apply(JsonObject document, JsonNode? patch, FieldSchema schema)
    {
        if (patch is not JsonObject members) throw PatchFaults.Malformed("a strategic merge patch is an object");
        return Merge(document.DeepClone().AsObject(), members, schema);
    }

    /// <summary>Merges into <paramref name="target"/> and returns it, or returns what stands in its place.</summary>
    internal static JsonObject Merge(JsonObject target, JsonObject patch, FieldSchema schema)
    {
        switch (Directive(patch))
        {
            case "replace": return Merge([], WithoutDirective(patch), schema);
            case "delete": return [];
        }
        RetainKeys(target, patch);
        var before = patch.Where(m => m.Key.StartsWith(OrderPrefix, StringComparison.Ordinal)).Select(m => m.Key[OrderPrefix.Length..])
            .ToDictionary(list => list, list => StrategicList.Names(target[list] as JsonArray, schema.Field(list).PatchKey));
        foreach (var (name, value) in patch)
        {
            if (name is "$patch" or "$retainKeys" || name.StartsWith(OrderPrefix, StringComparison.Ordinal)) continue;
            if (name.StartsWith(DeletePrefix, StringComparison.Ordinal))
            {
                if (target[name[DeletePrefix.Length..]] is JsonArray list) StrategicList.Remove(list, value as JsonArray ?? throw NotAList(name));
            }
            else MergeMember(target, name, value, schema.Field(name));
        }
        foreach (var (name, value) in patch)
        {
            if (!name.StartsWith(OrderPrefix, StringComparison.Ordinal)) continue;
            var list = name[OrderPrefix.Length..];
            var order = value as JsonArray ?? throw NotAList(name);
            if (target[list] is JsonArray items) target[list] = StrategicList.Order(items, order, schema.Field(list).PatchKey, before[list]);
        }
        return target;
    }

    private static void MergeMember(JsonObject target, string name, JsonNode? value, FieldSchema schema)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject members:
                var child = schema.PatchReplaces ? null : target[name] as JsonObject;
                var merged = Merge(child ?? [], members, schema);
                if (merged != child) target[name] = merged;
                break;
            case JsonArray items when schema.PatchMerges:
                target[name] = StrategicList.Merge(target[name] as JsonArray ?? [], items, schema);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    /// <summary>Drops all members but those named: how one of several alternatives (a volume's source) is exchanged.</summary>
    private static void RetainKeys(JsonObject target, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue("$retainKeys", out var directive)) return;
        var retained = directive is JsonArray list && list.All(k => k is JsonValue v && v.TryGetValue<string>(out _))
            ? list.Select(k => k!.GetValue<string>()).ToHashSet()
            : throw PatchFaults.Malformed("invalid patch format of retainKeys");
        if (patch.Any(m => m.Value is not null && !m.Key.StartsWith('$') && !retained.Contains(m.Key)))
            throw PatchFaults.Malformed("invalid patch format of retainKeys");
        foreach (var name in target.Select(m => m.Key).Where(k => !retained.Contains(k)).ToArray()) target.Remove(name);
    }

    internal static string Directive(JsonObject patch)
    {
        if (!patch.TryGetPropertyValue("$patch", out var directive)) return "merge";
        return directive is JsonValue value && value.TryGetValue<string>(out var text) && text is "merge" or "replace" or "delete"
            ? text
            : throw PatchFaults.Malformed($"unknown patch type: {directive?.ToJsonString() ?? "null"}: want merge, replace or delete");
    }

    internal static JsonObject WithoutDirective(JsonObject patch)
    {
        var rest = patch.DeepClone().AsObject();
        rest.Remove("$patch");
        return rest;
    }

    private static StatusException NotAList(string directive) => PatchFaults.Malformed($"{directive} must be a list");
}
