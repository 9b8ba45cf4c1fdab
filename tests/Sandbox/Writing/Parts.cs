using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>Which part of an object a write may change, and whether it did.</summary>
internal static class Parts
{
    /// <summary>Takes from <paramref name="next"/> what the subresource lets it change, and the rest from <paramref name="old"/>.</summary>
    public static JsonObject Merge(ResourceDefinition definition, JsonObject old, JsonObject next, string subresource)
    {
        switch (subresource)
        {
            case "":
                if (definition.HasStatus) next.Put("status", old["status"]);
                if (definition.Api.Kind == "Namespace") next.Ensure("spec").Put("finalizers", old.Obj("spec")?["finalizers"]);
                return next;
            case "status" or "approval":
                var merged = old.Copy();
                merged.Put("status", next["status"]);
                merged.Meta().Put("managedFields", next.Meta()["managedFields"]);
                if (!definition.IsCustom) Labels(next.Meta(), merged.Meta());
                return merged;
            case "finalize":
                var finalized = old.Copy();
                finalized.Ensure("spec").Put("finalizers", next.Obj("spec")?["finalizers"]);
                return finalized;
            default:
                return next;
        }
    }

    /// <summary>Everything but metadata and status is equal.</summary>
    public static bool SameSpec(JsonObject left, JsonObject right) => Equal(left, right, static key => key is "metadata" or "status" or "kind" or "apiVersion");

    /// <summary>Nothing is different but who set it when.</summary>
    public static bool SameButForTimes(JsonObject left, JsonObject right)
    {
        if (!Equal(left, right, static key => key is "metadata" or "kind" or "apiVersion")) return false;
        var (before, after) = (left.Meta(), right.Meta());
        return Equal(before, after, static key => key is "managedFields" or "resourceVersion") && SameManagers(before.Arr("managedFields"), after.Arr("managedFields"));
    }

    /// <summary>A controller may label a built-in object together with its status.</summary>
    private static void Labels(JsonObject from, JsonObject to)
    {
        foreach (var key in (string[])["labels", "annotations", "finalizers"]) to.Put(key, from[key]);
    }

    private static bool SameManagers(JsonArray? before, JsonArray? after)
    {
        if ((before?.Count ?? 0) != (after?.Count ?? 0)) return false;
        for (var i = 0; i < (before?.Count ?? 0); i++)
        {
            if (!Equal((JsonObject)before![i]!, (JsonObject)after![i]!, static key => key is "time")) return false;
        }
        return true;
    }

    /// <summary>Equal but for what is skipped. An absent key equals null, and an empty object, list or text.</summary>
    private static bool Equal(JsonObject left, JsonObject right, Func<string, bool> skip)
    {
        foreach (var key in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
        {
            if (skip(key)) continue;
            var (a, b) = (left[key], right[key]);
            if (!JsonNode.DeepEquals(a, b) && !(IsEmpty(a) && IsEmpty(b))) return false;
        }
        return true;
    }

    private static bool IsEmpty(JsonNode? value) => value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
