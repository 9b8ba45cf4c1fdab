using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>A kind with fields that no update changes.</summary>
/// <param name="paths">The fields, for example <c>spec.selector</c>.</param>
internal sealed class ImmutableFields(params string[] paths) : KindRules
{
    public override void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors)
    {
        foreach (var path in paths) Check(path, value, old, errors);
    }

    /// <summary>Reports the field where it changed.</summary>
    public static void Check(string path, JsonObject value, JsonObject old, FieldErrors errors)
    {
        var (after, before) = (At(value, path), At(old, path));
        if (!JsonNode.DeepEquals(after, before)) errors.Invalid(path, after, "field is immutable");
    }

    private static JsonNode? At(JsonObject value, string path)
    {
        var keys = path.Split('.');
        var parent = value;
        foreach (var key in keys.SkipLast(1)) parent = parent.Obj(key);
        return parent?[keys[^1]];
    }
}
