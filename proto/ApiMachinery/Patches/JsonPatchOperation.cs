using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

/// <summary>One operation of a JSON patch.</summary>
internal sealed record JsonPatchOperation(string Name, JsonPointer Path, JsonPointer? From, JsonNode? Value)
{
    /// <summary>Carries the operation out in place; returns the root, which an operation on the whole document replaces.</summary>
    public JsonNode? ApplyTo(JsonNode? root)
    {
        switch (Name)
        {
            case "add": return Add(root, Value?.DeepClone());
            case "remove": return Remove(root, Path);
            case "replace":
                Require(root, Path);
                return Replace(root, Value?.DeepClone());
            case "copy": return Add(root, Require(root, From!)?.DeepClone());
            case "move":
                if (From!.IsAbove(Path)) throw Fault($"{From} cannot be moved into itself");
                var moved = Require(root, From)?.DeepClone();
                return Add(Remove(root, From), moved);
            default:
                if (!JsonNode.DeepEquals(Require(root, Path), Value)) throw Fault("the value is another");
                return root;
        }
    }

    private JsonNode? Add(JsonNode? root, JsonNode? value)
    {
        if (Path.IsRoot) return value;
        switch (Path.Parent(root))
        {
            case JsonObject map:
                map[Path.Last] = value;
                return root;
            case JsonArray list when Path.Last == "-":
                list.Add(value);
                return root;
            case JsonArray list when JsonPointer.TryIndex(Path.Last, list.Count + 1, out var index):
                list.Insert(index, value);
                return root;
            default: throw Fault("there is no such place");
        }
    }

    private JsonNode? Replace(JsonNode? root, JsonNode? value)
    {
        if (Path.IsRoot) return value;
        if (Path.Parent(root) is JsonArray list && JsonPointer.TryIndex(Path.Last, list.Count, out var index)) list[index] = value;
        else Path.Parent(root)!.AsObject()[Path.Last] = value;
        return root;
    }

    private JsonNode? Remove(JsonNode? root, JsonPointer path)
    {
        Require(root, path);
        if (path.IsRoot) return null;
        if (path.Parent(root) is JsonArray list && JsonPointer.TryIndex(path.Last, list.Count, out var index)) list.RemoveAt(index);
        else path.Parent(root)!.AsObject().Remove(path.Last);
        return root;
    }

    private JsonNode? Require(JsonNode? root, JsonPointer path) => path.TryGet(root, out var value) ? value : throw Fault($"there is nothing at {path}");

    private StatusException Fault(string cause) => PatchFaults.NotApplicable($"{Name} {Path}: {cause}");
}
