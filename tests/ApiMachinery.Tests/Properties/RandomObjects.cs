using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Properties;

/// <summary>Objects of every shape: any order of members, missing parts, text that needs escapes, white space between tokens.</summary>
internal static class RandomObjects
{
    /// <summary>Keys that the code under test looks for stand among others, at every depth.</summary>
    private static readonly Gen<string> Keys = Gen.OneOf(
        "name", "namespace", "resourceVersion", "managedFields", "labels", "annotations", "uid", "kind", "apiVersion", "metadata", "a", "b\"c", "é", "");

    private static readonly Gen<string> Texts = Gen.OneOf("", "x", "web", "12", "a\"b\\c", "\u00e9\n", "]}", "true");

    private static readonly Gen<JsonNode?> Scalars = Gen.OneOf(
        Texts.Select(t => (JsonNode?)JsonValue.Create(t)),
        Gen.Int[-5, 5].Select(i => (JsonNode?)JsonValue.Create(i)),
        Gen.Double[-1, 1].Select(d => (JsonNode?)JsonValue.Create(d)),
        Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)),
        Gen.Const((JsonNode?)null));

    public static readonly Gen<JsonNode?> Values = Value(3);

    /// <summary>Label keys and values from few, so that selectors meet them.</summary>
    public static readonly Gen<Dictionary<string, string>> Labels =
        Gen.Dictionary(Gen.OneOf("app", "tier", "example.com/role", "n"), Gen.OneOf("", "web", "db", "1", "2", "10"))[0, 4];

    private static readonly Gen<JsonObject> Metadata = Members(Values, "name", "labels", "resourceVersion", "managedFields", "uid", "annotations");

    public static readonly Gen<JsonObject> Objects =
        from outer in Members(Values, "kind", "apiVersion", "spec")
        from metadata in Metadata
        from position in Gen.Int[0, 3]
        select Insert(outer, position, "metadata", metadata);

    /// <summary>The object's bytes, compact or with white space.</summary>
    public static byte[] Utf8(JsonNode node, bool indented) =>
        Encoding.UTF8.GetBytes(node.ToJsonString(new JsonSerializerOptions { WriteIndented = indented }));

    public static JsonObject Insert(JsonObject value, int position, string name, JsonNode? member)
    {
        var members = value.Where(m => m.Key != name).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())).ToList();
        members.Insert(Math.Min(position, members.Count), KeyValuePair.Create(name, member?.DeepClone()));
        return new JsonObject(members);
    }

    private static Gen<JsonNode?> Value(int depth) => depth == 0
        ? Scalars
        : Gen.Frequency(
            (3, Scalars),
            (1, Value(depth - 1).Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(i => i?.DeepClone())]))),
            (2, Gen.Dictionary(Keys, Value(depth - 1))[0, 4].Select(members => (JsonNode?)Object(members))));

    private static Gen<JsonObject> Members(Gen<JsonNode?> values, params string[] favourites) =>
        Gen.Dictionary(Gen.OneOf(Gen.OneOf(favourites), Keys), values)[0, 6].Select(Object);

    private static JsonObject Object(Dictionary<string, JsonNode?> members) =>
        new(members.Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
}
