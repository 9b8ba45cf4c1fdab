using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>Ways into a manifest that may be missing, or of another shape than its kind says.</summary>
internal static class JsonMembers
{
    /// <summary>The object below; made where there is none.</summary>
    /// <exception cref="CannotRenderException">There is something else.</exception>
    public static JsonObject Object(this JsonObject parent, string name)
    {
        switch (parent[name])
        {
            case JsonObject child: return child;
            case null:
                var made = new JsonObject();
                parent[name] = made;
                return made;
            default: throw new CannotRenderException($"{name} must be an object");
        }
    }

    /// <summary>The list below; made where there is none.</summary>
    /// <exception cref="CannotRenderException">There is something else.</exception>
    public static JsonArray List(this JsonObject parent, string name)
    {
        switch (parent[name])
        {
            case JsonArray child: return child;
            case null:
                var made = new JsonArray();
                parent[name] = made;
                return made;
            default: throw new CannotRenderException($"{name} must be a list");
        }
    }

    /// <summary>The text below; null where there is none, or something else.</summary>
    public static string? Text(this JsonObject parent, string name) => parent[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Puts the members of every object in ordinal order, so that nothing depends on how they came.</summary>
    public static void Sort(this JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var members = map.OrderBy(member => member.Key, StringComparer.Ordinal).ToList();
                map.Clear();
                foreach (var (key, value) in members)
                {
                    Sort(value);
                    map.Add(key, value);
                }
                break;
            case JsonArray list:
                foreach (var item in list) Sort(item);
                break;
            default: break;
        }
    }
}
