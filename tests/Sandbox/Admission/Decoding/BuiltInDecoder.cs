using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Decoding;

/// <summary>
/// Makes of what a client sent what the API knows: unknown fields, nulls, and zeros that mean nothing are dropped,
/// and a value of the wrong type is refused, as a decoder into typed structures does.
/// </summary>
/// <param name="table">The known types.</param>
internal sealed class BuiltInDecoder(SchemaTable table)
{
    /// <summary>Cleans the object in place.</summary>
    /// <returns>The paths of the fields that are not known.</returns>
    /// <exception cref="DecodingException">A value has the wrong type.</exception>
    public IReadOnlyList<string> Decode(JsonObject value, StructSchema schema)
    {
        var unknown = new List<string>();
        Struct(value, schema, "", unknown);
        return unknown;
    }

    private void Struct(JsonObject value, StructSchema schema, string path, List<string> unknown)
    {
        foreach (var (key, child) in value.ToList())
        {
            if (schema.IsRoot && path.Length == 0 && key is "kind" or "apiVersion") continue;
            var at = path.Length == 0 ? key : $"{path}.{key}";
            if (!schema.Fields.TryGetValue(key, out var field))
            {
                unknown.Add(at);
                value.Remove(key);
            }
            else if (child is null) value.Remove(key);
            else
            {
                Value(child, field.Type, at, unknown);
                if (!field.Required && !field.IsOptional && IsEmpty(child, field.Type)) value.Remove(key);
            }
        }
    }

    /// <summary>What a typed structure leaves out when it is written, because it has no way to tell it from nothing.</summary>
    private static bool IsEmpty(JsonNode value, TypeSchema type) => type.Form switch
    {
        TypeForm.List or TypeForm.Map => value is JsonArray { Count: 0 } or JsonObject { Count: 0 },
        TypeForm.Scalar => ScalarDecoder.IsZero(value, type.Name),
        _ => false,
    };

    private void Value(JsonNode value, TypeSchema type, string path, List<string> unknown)
    {
        switch (type.Form)
        {
            case TypeForm.Struct when value is JsonObject child:
                Struct(child, table.Resolve(type)!, path, unknown);
                break;
            case TypeForm.Map when value is JsonObject map:
                foreach (var (key, item) in map.ToList())
                {
                    if (item is null) map[key] = ScalarDecoder.Zero(type.Item!);
                    else Value(item, type.Item!, $"{path}.{key}", unknown);
                }
                break;
            case TypeForm.List when value is JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is null) list[i] = ScalarDecoder.Zero(type.Item!);
                    else Value(list[i]!, type.Item!, $"{path}[{i}]", unknown);
                }
                break;
            case TypeForm.Scalar when ScalarDecoder.Fits(value, type.Name):
                break;
            default:
                throw new DecodingException($"json: cannot unmarshal {Kind(value)} into field {path} of type {Expected(type)}");
        }
    }

    private static string Kind(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => "bool",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private static string Expected(TypeSchema type) => type.Form switch
    {
        TypeForm.Struct => type.Name[(type.Name.LastIndexOf('.') + 1)..],
        TypeForm.List => "[]" + Expected(type.Item!),
        TypeForm.Map => "map[string]" + Expected(type.Item!),
        _ => type.Name,
    };
}
