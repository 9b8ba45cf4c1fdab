using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;

/// <summary>
/// Checks a custom object against its structural schema: types, required, enum, pattern, bounds of numbers, texts and lists. CEL rules
/// (<c>x-kubernetes-validations</c>) and the logical junctors are not evaluated.
/// </summary>
internal static class CustomValidation
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    public static void Check(JsonObject value, JsonObject schema, FieldErrors errors)
    {
        var root = new SchemaNode(schema);
        Required(value, root, "", errors);
        foreach (var (key, child) in value)
        {
            if (key is "apiVersion" or "kind" or "metadata") continue;
            if (root.TryProperty(key, out var known) && known.Schema is not null) Check(child, known, key, errors);
        }
    }

    private static void Check(JsonNode? value, SchemaNode schema, string path, FieldErrors errors)
    {
        if (value is null && schema.IsNullable || schema.Schema is null) return;
        if (!HasType(value, schema))
        {
            var found = TypeOf(value);
            errors.WrongType(path, found, $"{path} in body must be of type {(schema.IsIntOrString ? "integer,string" : schema.Type)}: \"{found}\"");
            return;
        }
        Enum(value, schema, path, errors);
        switch (value)
        {
            case JsonObject map:
                Required(map, schema, path, errors);
                foreach (var (key, child) in map)
                {
                    if (schema.TryProperty(key, out var known)) Check(child, known, $"{path}.{key}", errors);
                }
                break;
            case JsonArray list:
                if (schema.Schema.Int("minItems") is { } least && list.Count < least) errors.Invalid(path, list.Count, $"{path} in body should have at least {least} items");
                if (schema.Schema.Int("maxItems") is { } most && list.Count > most) errors.Add("FieldValueTooMany", path, $"Too many: {list.Count}: must have at most {most} items");
                for (var i = 0; i < list.Count; i++) Check(list[i], schema.Items, $"{path}[{i}]", errors);
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                Text(text.GetValue<string>(), schema.Schema, path, errors);
                break;
            case JsonValue number when number.GetValueKind() == JsonValueKind.Number:
                Number(number, schema.Schema, path, errors);
                break;
        }
    }

    private static void Required(JsonObject value, SchemaNode schema, string path, FieldErrors errors)
    {
        foreach (var key in schema.Schema.Strs("required"))
        {
            if (!value.ContainsKey(key)) errors.Required(path.Length == 0 ? key : $"{path}.{key}");
        }
    }

    private static void Enum(JsonNode? value, SchemaNode schema, string path, FieldErrors errors)
    {
        if (schema.Schema.Arr("enum") is { } allowed && !allowed.Any(item => JsonNode.DeepEquals(item, value)))
        {
            errors.NotSupported(path, value, allowed.Select(item => item?.ToJsonString() ?? "null"));
        }
    }

    private static void Text(string text, JsonObject schema, string path, FieldErrors errors)
    {
        if (schema.Int("minLength") is { } least && text.Length < least) errors.Invalid(path, text, $"{path} in body should be at least {least} chars long");
        if (schema.Int("maxLength") is { } most && text.Length > most) errors.Add("FieldValueTooLong", path, $"Too long: may not be more than {most} bytes");
        if (schema.Str("pattern") is { Length: > 0 } pattern && !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, s_patience))
        {
            errors.Invalid(path, text, $"{path} in body should match '{pattern}'");
        }
    }

    private static void Number(JsonValue value, JsonObject schema, string path, FieldErrors errors)
    {
        var number = decimal.Parse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
        if (Bound(schema, "minimum") is { } least && (number < least || schema.Bool("exclusiveMinimum") && number == least))
        {
            errors.Invalid(path, value, $"{path} in body should be greater than{(schema.Bool("exclusiveMinimum") ? "" : " or equal to")} {least}");
        }
        if (Bound(schema, "maximum") is { } most && (number > most || schema.Bool("exclusiveMaximum") && number == most))
        {
            errors.Invalid(path, value, $"{path} in body should be less than{(schema.Bool("exclusiveMaximum") ? "" : " or equal to")} {most}");
        }
    }

    private static decimal? Bound(JsonObject schema, string key) => schema[key] is JsonValue bound && bound.GetValueKind() == JsonValueKind.Number
        ? decimal.Parse(bound.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    private static bool HasType(JsonNode? value, SchemaNode schema)
    {
        var found = TypeOf(value);
        if (schema.IsIntOrString) return found is "integer" or "string";
        return schema.Type.Length == 0 || found == schema.Type || found == "integer" && schema.Type == "number";
    }

    private static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        JsonValue single => single.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => single.TryGetWhole(out _) ? "integer" : "number",
            _ => "null",
        },
        _ => "null",
    };
}
