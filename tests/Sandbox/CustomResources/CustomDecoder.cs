using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Decoding;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;

/// <summary>Drops from a custom object what its structural schema does not know.</summary>
internal static class CustomDecoder
{
    private static readonly BuiltInDecoder s_builtIn = new(SchemaTable.BuiltIn);
    private static readonly StructSchema s_metadata = SchemaTable.BuiltIn.Types["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"];

    /// <summary>Cleans the object in place; returns the paths of what was dropped.</summary>
    /// <exception cref="DecodingException">The metadata has a value of the wrong type.</exception>
    public static IReadOnlyList<string> Decode(JsonObject value, JsonObject? schema)
    {
        var dropped = new List<string>();
        if (value["metadata"] is JsonObject metadata) dropped.AddRange(s_builtIn.Decode(metadata, s_metadata).Select(path => "metadata." + path));
        if (schema is null) return dropped;
        foreach (var (key, child) in value.ToList())
        {
            if (key is not ("apiVersion" or "kind" or "metadata")) Member(value, key, child, new SchemaNode(schema), key, dropped);
        }
        return dropped;
    }

    private static void Member(JsonObject parent, string key, JsonNode? child, SchemaNode schema, string path, List<string> dropped)
    {
        if (!schema.TryProperty(key, out var known))
        {
            parent.Remove(key);
            dropped.Add(path);
        }
        else if (child is null && !known.IsNullable && known.Default is not null) parent.Remove(key);
        else Inside(child, known, path, dropped);
    }

    private static void Inside(JsonNode? value, SchemaNode schema, string path, List<string> dropped)
    {
        if (value is JsonObject map)
        {
            foreach (var (key, child) in map.ToList()) Member(map, key, child, schema, $"{path}.{key}", dropped);
        }
        else if (value is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++) Inside(list[i], schema.Items, $"{path}[{i}]", dropped);
        }
    }
}
