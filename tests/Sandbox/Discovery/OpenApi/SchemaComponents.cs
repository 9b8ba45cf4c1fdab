using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Discovery.OpenApi;

/// <summary>The schemas that a document needs: the kinds in it, and every type that they name.</summary>
internal sealed class SchemaComponents
{
    private const string Metadata = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    public JsonObject Written { get; } = [];

    public void Add(ResourceDefinition definition)
    {
        if (definition.Schema is { } schema)
        {
            Add(schema);
            Written.Obj(schema.Name)!["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(definition));
            return;
        }
        Add(SchemaTable.BuiltIn.Types[Metadata]);
        var written = definition.CustomSchema?.Copy() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        var properties = written.Ensure("properties");
        properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        properties["kind"] = new JsonObject { ["type"] = "string" };
        properties["metadata"] = new JsonObject { ["allOf"] = new JsonArray(Reference(Metadata)) };
        written["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(definition));
        var package = string.Join('.', definition.Resource.Group.Split('.').Reverse());
        Written[$"{package}.{definition.Resource.Version}.{definition.Api.Kind}"] = written;
    }

    public static JsonObject GroupVersionKind(ResourceDefinition definition) => new()
    {
        ["group"] = definition.Resource.Group,
        ["kind"] = definition.Api.Kind,
        ["version"] = definition.Resource.Version,
    };

    private void Add(StructSchema schema)
    {
        if (Written.ContainsKey(schema.Name)) return;
        var properties = new JsonObject();
        var written = new JsonObject { ["type"] = "object", ["properties"] = properties };
        Written[schema.Name] = written;
        if (schema.IsRoot) properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        if (schema.IsRoot) properties["kind"] = new JsonObject { ["type"] = "string" };
        foreach (var field in schema.Fields.Values) properties[field.Name] = Field(field);
        var required = schema.Fields.Values.Where(field => field.Required).Select(field => field.Name).ToList();
        if (required.Count > 0) written["required"] = AggregatedDiscovery.Texts(required);
        if (schema.IsAtomic) written["x-kubernetes-map-type"] = "atomic";
    }

    private JsonObject Field(FieldSchema field)
    {
        var written = field.Type.Form == TypeForm.Struct ? new JsonObject { ["allOf"] = new JsonArray(Type(field.Type)) } : Type(field.Type);
        var strategy = string.Join(',', new[] { field.MergesPatch ? "merge" : "", field.RetainsKeys ? "retainKeys" : "" }.Where(part => part.Length > 0));
        if (strategy.Length > 0) written["x-kubernetes-patch-strategy"] = strategy;
        if (field.MergeKey.Length > 0) written["x-kubernetes-patch-merge-key"] = field.MergeKey;
        if (field.ListKeys.Count > 0) written["x-kubernetes-list-map-keys"] = AggregatedDiscovery.Texts(field.ListKeys);
        if (field.Type.Form == TypeForm.List) written["x-kubernetes-list-type"] = field.IsSet ? "set" : field.ListKeys.Count > 0 ? "map" : "atomic";
        if (field.IsAtomic) written["x-kubernetes-map-type"] = "atomic";
        return written;
    }

    private JsonObject Type(TypeSchema type)
    {
        switch (type.Form)
        {
            case TypeForm.List: return new JsonObject { ["type"] = "array", ["items"] = Type(type.Item!) };
            case TypeForm.Map: return new JsonObject { ["type"] = "object", ["additionalProperties"] = Type(type.Item!) };
            case TypeForm.Struct:
                Add(SchemaTable.BuiltIn.Resolve(type)!);
                return Reference(type.Name);
        }
        var scalar = Scalar(type.Name);
        if (type.Enum.Count > 0) scalar["enum"] = AggregatedDiscovery.Texts(type.Enum);
        return scalar;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static JsonObject Scalar(string name) => name switch
    {
        "bytes" => new() { ["type"] = "string", ["format"] = "byte" },
        "bool" => new() { ["type"] = "boolean" },
        "int32" or "int64" => new() { ["type"] = "integer", ["format"] = name },
        "double" => new() { ["type"] = "number", ["format"] = "double" },
        "time" or "microTime" => new() { ["type"] = "string", ["format"] = "date-time" },
        "quantity" => new() { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "number" }) },
        "intOrString" => new() { ["format"] = "int-or-string", ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }) },
        "object" => new() { ["type"] = "object" },
        "any" => [],
        _ => new() { ["type"] = "string" },
    };
}
