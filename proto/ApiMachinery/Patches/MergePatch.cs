using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

/// <summary>RFC 7386, the Content-Type <c>application/merge-patch+json</c>: objects are merged, null removes, anything else replaces.</summary>
public static class MergePatch
{
    /// <summary>Applies the patch and returns the new document; both arguments are left as they were.</summary>
    public static JsonNode? Apply(JsonNode? document, JsonNode? patch)
    {
        if (patch is not JsonObject members) return patch?.DeepClone();
        var result = document is JsonObject ? document.DeepClone().AsObject() : [];
        Merge(result, members);
        return result;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject members)
            {
                if (target[name] is not JsonObject child) target[name] = child = [];
                Merge(child, members);
            }
            else target[name] = value.DeepClone();
        }
    }
}
