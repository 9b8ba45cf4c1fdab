using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>The JSON of a field set: nested objects, empty for a leaf, with <c>"."</c> where a place that has more below it is a member too.</summary>
public static class FieldsV1
{
    /// <summary>Reads <c>fieldsV1</c>.</summary>
    /// <exception cref="FormatException">It is no field set.</exception>
    public static FieldSet Read(JsonNode? fields)
    {
        var set = new FieldSet();
        if (fields is not JsonObject members) throw new FormatException("fieldsV1 is not an object");
        Read(members, set);
        return set;
    }

    /// <summary>Writes <c>fieldsV1</c>.</summary>
    public static JsonObject Write(FieldSet set)
    {
        var json = new JsonObject();
        if (set.IsMember && set.Children.Values.Any(c => !c.IsEmpty)) json["."] = new JsonObject();
        foreach (var (element, child) in set.Children)
        {
            if (!child.IsEmpty) json[element.Text] = Write(child);
        }
        return json;
    }

    private static void Read(JsonObject members, FieldSet set)
    {
        foreach (var (name, below) in members)
        {
            if (name == ".")
            {
                set.IsMember = true;
                continue;
            }
            var child = set.Enter(PathElement.Parse(name));
            if (below is JsonObject { Count: > 0 } more) Read(more, child);
            else child.IsMember = true;
        }
    }
}
