using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;

/// <summary>What a definition may say of its objects' own metadata: that it is an object, and how a name must look. The rest is the API's.</summary>
internal static class MetadataSchema
{
    public static void Check(IReadOnlyList<JsonObject?> schemas, FieldErrors errors)
    {
        // A schema that all versions share is judged once, under the name that it has inside the API server.
        var shared = schemas.All(schema => JsonNode.DeepEquals(schema, schemas[0]));
        for (var i = 0; i < (shared ? Math.Min(1, schemas.Count) : schemas.Count); i++)
        {
            Check(schemas[i], shared ? "spec.validation.openAPIV3Schema" : $"spec.versions[{i}].schema.openAPIV3Schema", errors);
        }
    }

    private static void Check(JsonObject? root, string path, FieldErrors errors)
    {
        if (root.Obj("properties").Obj("metadata") is not { } schema) return;
        var field = $"{path}.properties[metadata]";
        var type = schema.Str("type");
        if (type != "object") errors.Invalid($"{field}.type", type, "must be object");
        if (type.Length == 0 && !schema.Bool("x-kubernetes-preserve-unknown-fields")) errors.Required($"{field}.type", "must not be empty for specified object fields");
        if (schema.Any(entry => SaysMore(entry.Key, entry.Value)))
        {
            errors.Forbidden(field, "must not specify anything other than name and generateName, but metadata is implicitly specified");
        }
    }

    private static bool SaysMore(string key, JsonNode? value) => key switch
    {
        "type" or "default" => false,
        "properties" => (value as JsonObject)?.Any(property => property.Key is not ("name" or "generateName")) == true,
        _ => value?.GetValueKind() switch
        {
            null or JsonValueKind.Null or JsonValueKind.False => false,
            JsonValueKind.String => value.GetValue<string>().Length > 0,
            JsonValueKind.Array => value.AsArray().Count > 0,
            _ => true,
        },
    };
}
