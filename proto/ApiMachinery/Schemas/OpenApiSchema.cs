using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

/// <summary>Reads the schema of a custom kind out of its definition.</summary>
public static class OpenApiSchema
{
    /// <summary>An object of a custom kind without a schema: metadata is known, the rest is not.</summary>
    public static FieldSchema Untyped { get; } = FieldSchema.Unknown with { Fields = MetadataSchema.Object().Fields };

    /// <summary>
    /// From <c>openAPIV3Schema</c> and its extensions <c>x-kubernetes-list-type</c>, <c>-list-map-keys</c>, <c>-map-type</c> and
    /// <c>-preserve-unknown-fields</c>. A JSON null or nothing at all gives <see cref="Untyped"/>.
    /// </summary>
    public static FieldSchema Read(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) return Untyped;
        var read = ReadField(schema);
        return read with { Fields = new Dictionary<string, FieldSchema>(read.Fields) { ["metadata"] = MetadataSchema.Metadata } };
    }

    private static FieldSchema ReadField(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) return FieldSchema.Granular;
        if (schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object) return ReadList(schema, items);
        if (IsTrue(schema, "x-kubernetes-embedded-resource")) return Untyped;
        var atomic = Text(schema, "x-kubernetes-map-type") == "atomic";
        if (schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object)
            return FieldSchema.Map with { IsAtomic = atomic, Items = ReadField(values) };
        var known = IsTrue(schema, "x-kubernetes-preserve-unknown-fields") ? FieldSchema.Unknown : FieldSchema.Granular;
        return known with
        {
            IsAtomic = atomic,
            Fields = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
                ? properties.EnumerateObject().ToDictionary(p => p.Name, p => ReadField(p.Value))
                : known.Fields,
        };
    }

    private static FieldSchema ReadList(JsonElement schema, JsonElement items)
    {
        var item = ReadField(items);
        return Text(schema, "x-kubernetes-list-type") switch
        {
            "set" => new FieldSchema { List = ListMerge.Set, Items = item },
            "map" => new FieldSchema
            {
                List = ListMerge.Keyed,
                Keys = schema.TryGetProperty("x-kubernetes-list-map-keys", out var keys) && keys.ValueKind == JsonValueKind.Array
                    ? keys.EnumerateArray().Select(k => k.GetString() ?? "").Order(StringComparer.Ordinal).ToArray()
                    : [],
                KeyDefaults = ReadDefaults(items),
                Items = item,
            },
            _ => new FieldSchema { Items = item },
        };
    }

    private static Dictionary<string, string> ReadDefaults(JsonElement items)
    {
        var defaults = new Dictionary<string, string>();
        if (!items.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return defaults;
        foreach (var property in properties.EnumerateObject())
        {
            if (Text(property.Value, "default") is { Length: > 0 } text) defaults[property.Name] = text;
        }
        return defaults;
    }

    private static string Text(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static bool IsTrue(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
