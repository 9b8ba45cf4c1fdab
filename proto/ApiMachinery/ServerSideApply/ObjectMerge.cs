using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>Lays an applied object over the live one.</summary>
internal static class ObjectMerge
{
    /// <summary>A new object: live, with everything that <paramref name="applied"/> says.</summary>
    public static JsonObject Merge(JsonObject live, JsonObject applied, FieldSchema schema)
    {
        var result = live.DeepClone().AsObject();
        foreach (var (name, value) in applied)
        {
            if (value is not null) result[name] = MergeValue(live[name], value, schema.Field(name));
        }
        return result;
    }

    private static JsonNode? MergeValue(JsonNode? live, JsonNode? applied, FieldSchema schema) => (live, applied) switch
    {
        (JsonObject old, JsonObject @new) when !schema.IsAtomic => Merge(old, @new, schema),
        (JsonArray old, JsonArray @new) when ListItems.AreOwned(schema) => MergeItems(old, @new, schema),
        _ => applied?.DeepClone(),
    };

    /// <summary>
    /// Items that both have stand in the applied order; those that only the live list has keep their place between them as far as that can be.
    /// </summary>
    private static JsonArray MergeItems(JsonArray live, JsonArray applied, FieldSchema schema)
    {
        var old = ListItems.Named(live, schema);
        var @new = ListItems.Named(applied, schema);
        var oldByName = ListItems.ByName(live, schema);
        var newByName = ListItems.ByName(applied, schema);
        var shared = new Queue<PathElement>(@new.Select(n => n.Element).Where(oldByName.ContainsKey));
        var result = new JsonArray();
        int o = 0, n = 0;
        while (o < old.Count || n < @new.Count)
        {
            if (o < old.Count && n < @new.Count && old[o].Element != @new[n].Element
                && newByName.ContainsKey(old[o].Element) && shared.TryPeek(out var next) && next != old[o].Element)
            {
                // It comes later in the applied order, and is put out there.
                o++;
            }
            else if (o < old.Count && !newByName.ContainsKey(old[o].Element)) result.Add(old[o++].Item?.DeepClone());
            else if (n < @new.Count)
            {
                var (element, item) = @new[n++];
                if (shared.TryPeek(out var expected) && expected == element) shared.Dequeue();
                if (o < old.Count && old[o].Element == element) o++;
                result.Add(oldByName.TryGetValue(element, out var current) ? MergeValue(current, item, schema.Item) : item?.DeepClone());
            }
            else o++;
        }
        return result;
    }
}
