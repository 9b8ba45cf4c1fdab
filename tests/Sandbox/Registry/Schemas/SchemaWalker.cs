using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

/// <summary>Visits every known struct in an object, the outer before the inner ones.</summary>
internal static class SchemaWalker
{
    /// <summary>Calls <paramref name="visit"/> with each struct's value, type and path; where it returns false the inside is skipped.</summary>
    public static void Walk(JsonObject value, StructSchema schema, Func<JsonObject, StructSchema, string, bool> visit) =>
        Struct(value, schema, "", visit);

    private static void Struct(JsonObject value, StructSchema schema, string path, Func<JsonObject, StructSchema, string, bool> visit)
    {
        if (!visit(value, schema, path)) return;
        foreach (var (key, child) in value.ToList())
        {
            if (child is not null && schema.Fields.TryGetValue(key, out var field)) Inside(child, field.Type, Join(path, key), visit);
        }
    }

    private static void Inside(JsonNode value, TypeSchema type, string path, Func<JsonObject, StructSchema, string, bool> visit)
    {
        switch (type.Form)
        {
            case TypeForm.Struct when value is JsonObject child:
                Struct(child, SchemaTable.BuiltIn.Resolve(type)!, path, visit);
                break;
            case TypeForm.List when value is JsonArray list && type.Item!.Form != TypeForm.Scalar:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } item) Inside(item, type.Item, $"{path}[{i}]", visit);
                }
                break;
            case TypeForm.Map when value is JsonObject map && type.Item!.Form != TypeForm.Scalar:
                foreach (var (key, item) in map.ToList())
                {
                    if (item is not null) Inside(item, type.Item, $"{path}[{key}]", visit);
                }
                break;
        }
    }

    /// <summary>The path of a field.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
