using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;

/// <summary>An object seen as a <c>Scale</c>.</summary>
internal static class ScaleView
{
    private static readonly string[] s_shown = ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"];

    public static JsonObject Of(ResourceDefinition definition, JsonObject value)
    {
        var paths = definition.Scale!;
        var metadata = new JsonObject();
        foreach (var key in s_shown) metadata.Put(key, value.Meta()[key]);
        var status = new JsonObject { ["replicas"] = At(value, paths.StatusReplicas)?.DeepClone() ?? 0 };
        if (paths.LabelSelector is { } path && Selector(At(value, path)) is { Length: > 0 } selector) status["selector"] = selector;
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = At(value, paths.SpecReplicas)?.DeepClone() ?? 0 },
            ["status"] = status,
        };
    }

    /// <summary>The object with the number that the Scale wants; its version goes along, so that a stale Scale conflicts.</summary>
    public static JsonObject Set(ResourceDefinition definition, JsonObject value, JsonObject scale)
    {
        var keys = Keys(definition.Scale!.SpecReplicas);
        var parent = value;
        foreach (var key in keys.SkipLast(1)) parent = parent.Ensure(key);
        parent[keys[^1]] = scale.Obj("spec")?["replicas"]?.DeepClone() ?? 0;
        if (scale.Obj("metadata").Str("resourceVersion") is { Length: > 0 } version) value.Meta()["resourceVersion"] = version;
        return value;
    }

    private static JsonNode? At(JsonObject value, string path)
    {
        JsonNode? at = value;
        foreach (var key in Keys(path)) at = (at as JsonObject)?[key];
        return at;
    }

    private static string[] Keys(string path) => path.Split('.', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A selector as text.</summary>
    private static string Selector(JsonNode? node)
    {
        if (node is not JsonObject selector) return node?.ToString() ?? "";
        var labels = (selector.Obj("matchLabels") ?? []).Select(pair => $"{pair.Key}={pair.Value}");
        var expressions = selector.Objs("matchExpressions").Select(item => item.Str("operator") switch
        {
            "In" => $"{item.Str("key")} in ({string.Join(',', item.Strs("values"))})",
            "NotIn" => $"{item.Str("key")} notin ({string.Join(',', item.Strs("values"))})",
            "DoesNotExist" => "!" + item.Str("key"),
            _ => item.Str("key"),
        });
        return string.Join(',', labels.Concat(expressions));
    }
}
