using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>ConfigMaps and Secrets: text given in clear is encoded, and an immutable one stays as it is.</summary>
internal sealed class DataRules : KindRules
{
    public override void PrepareCreate(Transaction transaction, JsonObject value) => Encode(value);

    public override void PrepareUpdate(Transaction transaction, JsonObject value, JsonObject old) => Encode(value);

    public override void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors)
    {
        if (value.Str("kind") == "Secret") ImmutableFields.Check("type", value, old, errors);
        if (!old.Bool("immutable")) return;
        if (!value.Bool("immutable")) errors.Forbidden("immutable", "field is immutable when `immutable` is set");
        foreach (var key in (string[])["data", "binaryData"])
        {
            if (!JsonNode.DeepEquals(value[key], old[key])) errors.Forbidden(key, "field is immutable when `immutable` is set");
        }
    }

    private static void Encode(JsonObject value)
    {
        if (value.Str("kind") != "Secret" || value.Obj("stringData") is not { } clear) return;
        var data = value.Ensure("data");
        foreach (var (key, text) in clear) data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text?.ToString() ?? ""));
        value.Remove("stringData");
    }
}
