using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;

/// <summary>
/// What the schema of a built-in kind says beyond types: required texts and objects, and the values a text may have. Numbers and lists that
/// are left out are zero and empty, as in the structures that the API server decodes into. A status is its controller's own.
/// </summary>
internal static class SchemaValidation
{
    public static void Check(JsonObject value, StructSchema schema, FieldErrors errors) => SchemaWalker.Walk(value, schema, (part, type, path) =>
    {
        if (path is "status" or "metadata") return false;
        foreach (var field in type.Fields.Values)
        {
            var at = SchemaWalker.Join(path, field.Name);
            var found = part[field.Name];
            if (field.Required && found is null && (field.Type.Form == TypeForm.Struct || field.Type.Name is "string" or "intOrString")) errors.Required(at);
            else if (field.Required && field.Type.Name == "string" && IsEmpty(found)) errors.Required(at);
            else if (field.Type.Enum.Count > 0 && found is not null && !IsEmpty(found) && !field.Type.Enum.Contains(found.GetValue<string>()))
            {
                errors.NotSupported(at, found, field.Type.Enum.Select(item => $"\"{item}\""));
            }
        }
        return true;
    });

    private static bool IsEmpty(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0;
}
