using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>Which fields an object sets.</summary>
internal sealed class FieldExtraction
{
    private bool OwnsContainers { get; init; }

    private bool RefusesDuplicates { get; init; }

    /// <summary>The fields that an applied object sets, and with it owns.</summary>
    /// <exception cref="StatusException">400: a keyed list or set names an item twice or without its key.</exception>
    public static FieldSet Applied(JsonObject value, FieldSchema schema) => new FieldExtraction { RefusesDuplicates = true }.Members(value, schema);

    /// <summary>The fields that a stored object has.</summary>
    public static FieldSet Held(JsonObject value, FieldSchema schema) => new FieldExtraction().Members(value, schema);

    /// <summary>
    /// The fields that come with an object written whole. There also the maps and lists are owned, so that the one who made them is named
    /// even where they are emptied later.
    /// </summary>
    public static FieldSet Written(JsonObject value, FieldSchema schema) => new FieldExtraction { OwnsContainers = true }.Members(value, schema);

    /// <summary>The same for a part of an object.</summary>
    public static void AddWritten(JsonNode value, FieldSchema schema, FieldSet into) =>
        new FieldExtraction { OwnsContainers = true }.Add(value, schema, into);

    private FieldSet Members(JsonObject value, FieldSchema schema)
    {
        var set = new FieldSet();
        AddMembers(value, schema, set);
        return set;
    }

    private void Add(JsonNode value, FieldSchema schema, FieldSet into)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members when !schema.IsAtomic:
                into.IsMember |= OwnsContainers && schema.IsMap;
                AddMembers(members, schema, into);
                break;
            case JsonArray items when ListItems.AreOwned(schema):
                into.IsMember |= OwnsContainers;
                AddItems(items, schema, into);
                break;
            default:
                into.IsMember = true;
                break;
        }
    }

    private void AddMembers(JsonObject members, FieldSchema schema, FieldSet into)
    {
        foreach (var (name, value) in members)
        {
            if (value is null) continue;
            var child = into.Enter(PathElement.Field(name));
            Add(value, schema.Field(name), child);
            child.IsMember |= !schema.IsNamed(name);
        }
    }

    private void AddItems(JsonArray items, FieldSchema schema, FieldSet into)
    {
        foreach (var (element, item) in ListItems.Named(items, schema))
        {
            if (RefusesDuplicates && into.Find(element) is not null) throw ListItems.Fault($"duplicate entries for key {element}");
            var child = into.Enter(element);
            if (item is not null) Add(item, schema.Item, child);
            child.IsMember = true;
        }
    }
}
