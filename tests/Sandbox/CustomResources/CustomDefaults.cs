using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;

/// <summary>Fills in the defaults of a structural schema.</summary>
internal static class CustomDefaults
{
    public static void Apply(JsonNode? value, JsonObject schema)
    {
        var node = new SchemaNode(schema);
        if (value is JsonObject map)
        {
            foreach (var (key, property) in node.Properties ?? [])
            {
                if (map[key] is null && !map.ContainsKey(key) && property?["default"] is { } missing) map[key] = missing.DeepClone();
            }
            foreach (var (key, child) in map.ToList())
            {
                if (node.TryProperty(key, out var known) && known.Schema is { } inner) Apply(child, inner);
            }
        }
        else if (value is JsonArray list && node.Items.Schema is { } items)
        {
            foreach (var item in list) Apply(item, items);
        }
    }
}
