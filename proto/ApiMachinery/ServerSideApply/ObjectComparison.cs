using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>Which fields differ between two states of an object. A JSON null counts as absent, the order of keyed items not at all.</summary>
internal sealed class ObjectComparison
{
    private ObjectComparison() { }

    public FieldSet Added { get; } = new();

    public FieldSet Modified { get; } = new();

    public FieldSet Removed { get; } = new();

    public static ObjectComparison Of(JsonObject before, JsonObject after, FieldSchema schema)
    {
        var comparison = new ObjectComparison();
        comparison.CompareMembers(before, after, schema, comparison.Added, comparison.Modified, comparison.Removed);
        return comparison;
    }

    private void Compare(JsonNode? before, JsonNode? after, FieldSchema schema, PathElement element, FieldSet added, FieldSet modified, FieldSet removed)
    {
        switch (before, after)
        {
            case (null, null): return;
            case (null, _):
                FieldExtraction.AddWritten(after, schema, added.Enter(element));
                return;
            case (_, null):
                AddEverything(before, schema, removed.Enter(element));
                return;
            case (JsonObject old, JsonObject @new) when !schema.IsAtomic:
                CompareMembers(old, @new, schema, added.Enter(element), modified.Enter(element), removed.Enter(element));
                return;
            case (JsonArray old, JsonArray @new) when ListItems.AreOwned(schema):
                CompareItems(old, @new, schema, added.Enter(element), modified.Enter(element), removed.Enter(element));
                return;
            default:
                if (!JsonNode.DeepEquals(before, after)) modified.Enter(element).IsMember = true;
                return;
        }
    }

    private void CompareMembers(JsonObject before, JsonObject after, FieldSchema schema, FieldSet added, FieldSet modified, FieldSet removed)
    {
        foreach (var name in before.Select(m => m.Key).Union(after.Select(m => m.Key)))
            Compare(before[name], after[name], schema.Field(name), PathElement.Field(name), added, modified, removed);
    }

    private void CompareItems(JsonArray before, JsonArray after, FieldSchema schema, FieldSet added, FieldSet modified, FieldSet removed)
    {
        var old = ListItems.ByName(before, schema);
        var @new = ListItems.ByName(after, schema);
        foreach (var element in old.Keys.Union(@new.Keys))
        {
            if (!old.ContainsKey(element)) added.Enter(element).IsMember = true;
            Compare(old.GetValueOrDefault(element), @new.GetValueOrDefault(element), schema.Item, element, added, modified, removed);
        }
    }

    /// <summary>What is gone is gone for every owner of any part of it, so every place counts.</summary>
    private static void AddEverything(JsonNode? value, FieldSchema schema, FieldSet into)
    {
        into.IsMember = true;
        if (value is JsonObject members && !schema.IsAtomic)
        {
            foreach (var (name, child) in members) AddEverything(child, schema.Field(name), into.Enter(PathElement.Field(name)));
        }
        else if (value is JsonArray items && ListItems.AreOwned(schema))
        {
            foreach (var (element, item) in ListItems.Named(items, schema)) AddEverything(item, schema.Item, into.Enter(element));
        }
    }
}
