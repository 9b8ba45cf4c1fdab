using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;

/// <summary>One place in a structural schema: what the three passes over a custom object ask of it.</summary>
/// <param name="Schema">Its JSON; null where nothing is known.</param>
internal readonly record struct SchemaNode(JsonObject? Schema)
{
    public string Type => Schema.Str("type");

    public bool KeepsUnknown => Schema is null || Schema.Bool("x-kubernetes-preserve-unknown-fields");

    public bool IsResource => Schema.Bool("x-kubernetes-embedded-resource");

    public bool IsIntOrString => Schema.Bool("x-kubernetes-int-or-string");

    public bool IsNullable => Schema.Bool("nullable");

    public JsonNode? Default => Schema?["default"];

    public JsonObject? Properties => Schema.Obj("properties");

    /// <summary>The schema of an array's items.</summary>
    public SchemaNode Items => new(Schema.Obj("items"));

    /// <summary>The schema of a property; false where it is not known and not kept either.</summary>
    public bool TryProperty(string name, out SchemaNode found)
    {
        if (Properties.Obj(name) is { } known) { found = new(known); return true; }
        if (Schema?["additionalProperties"] is JsonObject values) { found = new(values); return true; }
        found = default;
        return KeepsUnknown || Schema.Bool("additionalProperties") || IsResource && name is "apiVersion" or "kind" or "metadata";
    }
}
