using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>
/// Takes out what a manager applied before and does not apply any more, as far as nobody else owns it.
/// </summary>
internal static class ObjectPruning
{
    /// <summary>A new object without the fields given up.</summary>
    /// <param name="merged">Live with the applied object laid over it.</param>
    /// <param name="last">What the manager applied before.</param>
    /// <param name="owned">What anybody owns now, the manager included.</param>
    /// <param name="schema">Of the object.</param>
    public static JsonObject Prune(JsonObject merged, FieldSet last, FieldSet owned, FieldSchema schema)
    {
        var given = last.WithNamedFields(schema);
        var all = Fields(merged, schema);
        var kept = Fields(Remove(merged, given, schema), schema).Union(owned.WithNamedFields(schema));
        // What others own comes back, and with it what stands in it; of the rest only that goes which the manager had applied itself.
        return Remove(merged, all.Difference(kept).Intersection(given), schema);
    }

    private static FieldSet Fields(JsonObject value, FieldSchema schema) => FieldExtraction.Held(value, schema).WithNamedFields(schema);

    /// <summary>An object always has metadata, owned or not: its name is nobody's.</summary>
    private static JsonObject Remove(JsonObject value, FieldSet gone, FieldSchema schema) => RemoveMembers(value, gone, schema, always: "metadata");

    private static JsonObject RemoveMembers(JsonObject members, FieldSet gone, FieldSchema schema, string? always = null)
    {
        var rest = new JsonObject();
        foreach (var (name, value) in members)
        {
            var at = gone.Find(PathElement.Field(name));
            if (at is not { IsMember: true } || name == always) rest[name] = Rest(value, at, schema.Field(name));
        }
        return rest;
    }

    /// <summary>What is left of a value. One that is emptied stays, as somebody owns it: else it would be gone itself.</summary>
    private static JsonNode? Rest(JsonNode? value, FieldSet? gone, FieldSchema schema) => value switch
    {
        JsonObject members when gone is not null && !schema.IsAtomic => RemoveMembers(members, gone, schema),
        JsonArray items when gone is not null && ListItems.AreOwned(schema) => new JsonArray([.. ListItems.Named(items, schema)
            .Select(i => (i.Item, Gone: gone.Find(i.Element)))
            .Where(i => i.Gone is not { IsMember: true })
            .Select(i => Rest(i.Item, i.Gone, schema.Item))]),
        _ => value?.DeepClone(),
    };
}
