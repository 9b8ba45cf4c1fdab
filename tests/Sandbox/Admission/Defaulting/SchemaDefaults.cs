using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Defaulting;

/// <summary>Fills in what a client may leave out: what the schema says, and what <see cref="StructDefaults"/> derives from other fields.</summary>
internal static class SchemaDefaults
{
    public static void Apply(JsonObject value, StructSchema schema) => SchemaWalker.Walk(value, schema, static (part, type, _) =>
    {
        foreach (var field in type.Fields.Values)
        {
            if (field.Default is { } text && part[field.Name] is null) part[field.Name] = Parse(text, field.Type);
        }
        StructDefaults.Apply(part, type.Name);
        return true;
    });

    private static JsonNode Parse(string text, TypeSchema type) => type.Name switch
    {
        _ when type.Form != TypeForm.Scalar => JsonNode.Parse(text)!,
        "int32" or "int64" => long.Parse(text, CultureInfo.InvariantCulture),
        "bool" => text == "true",
        _ => text,
    };
}
