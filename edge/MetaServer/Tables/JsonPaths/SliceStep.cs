using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary><c>[2]</c>, <c>[-1]</c>, <c>[1:3]</c>, <c>[::2]</c>, <c>[*]</c></summary>
/// <param name="start">From here; negative counts from the end.</param>
/// <param name="end">Up to and without this one; null for all.</param>
/// <param name="isIndex">Whether one item is meant, so that the end follows from the start.</param>
/// <param name="step">Every so many.</param>
internal sealed class SliceStep(int start, int? end, bool isIndex, int step) : PathStep
{
    public override void Follow(JsonElement value, List<JsonElement> found)
    {
        if (IsNothing(value)) return;
        if (value.ValueKind != JsonValueKind.Array) throw new JsonPathException("not a list");
        var length = value.GetArrayLength();
        var first = start < 0 ? start + length : start;
        var last = end ?? length;
        if (last < 0 || (last == 0 && isIndex)) last += length;
        if (first == last) return;
        if (first < 0 || first >= length || last < 0 || last > length || first > last) throw new JsonPathException($"index {start} is out of a list of {length}");
        if (step <= 0) throw new JsonPathException("a step must be positive");
        for (var i = first; i < last; i += step) found.Add(value[i]);
    }
}
