using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

/// <summary>RFC 6902, the Content-Type <c>application/json-patch+json</c>: a list of operations, all or none of which take effect.</summary>
public static class JsonPatch
{
    /// <summary>More operations than this are refused with 413, as the API server does.</summary>
    public const int MaxOperations = 10_000;

    /// <summary>Applies the patch and returns the new document; <paramref name="document"/> is left as it was.</summary>
    /// <exception cref="StatusException">
    /// 400 where the patch is malformed, 413 where it is too long, 422 where an operation cannot be carried out or a test fails; the message
    /// names the operation and its path.
    /// </exception>
    public static JsonNode? Apply(JsonNode? document, JsonNode? patch)
    {
        if (patch is not JsonArray operations) throw PatchFaults.Malformed("a JSON patch is a list of operations");
        if (operations.Count > MaxOperations)
        {
            throw KubernetesStatus.RequestEntityTooLarge(
                $"The allowed maximum operations in a JSON patch is {MaxOperations}, got {operations.Count}").ToException();
        }
        var result = document?.DeepClone();
        for (var i = 0; i < operations.Count; i++) result = Operation(operations[i], i).ApplyTo(result);
        return result;
    }

    private static JsonPatchOperation Operation(JsonNode? node, int index)
    {
        if (node is not JsonObject operation) throw PatchFaults.Malformed($"operation {index} of the JSON patch is not an object");
        var path = Pointer(operation, "path", index) ?? throw PatchFaults.Malformed($"operation {index} of the JSON patch has no path");
        var name = Text(operation, "op") ?? throw PatchFaults.Malformed($"operation {index} of the JSON patch has no op");
        var hasValue = operation.TryGetPropertyValue("value", out var value);
        var from = Pointer(operation, "from", index);
        return name switch
        {
            "add" or "replace" or "test" when !hasValue => throw PatchFaults.Malformed($"operation {index} of the JSON patch ({name} {path}) has no value"),
            "move" or "copy" when from is null => throw PatchFaults.Malformed($"operation {index} of the JSON patch ({name} {path}) has no from"),
            "add" or "replace" or "test" or "remove" or "move" or "copy" => new JsonPatchOperation(name, path, from, value),
            _ => throw PatchFaults.Malformed($"operation {index} of the JSON patch is '{name}': want add, remove, replace, move, copy or test"),
        };
    }

    private static JsonPointer? Pointer(JsonObject operation, string name, int index) => Text(operation, name) is not { } text
        ? null
        : JsonPointer.TryParse(text) ?? throw PatchFaults.Malformed($"{name} of operation {index} of the JSON patch is '{text}': want it to begin with /");

    private static string? Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
