using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>Drops elements from arrays inside a document; every other byte is copied as it is. Arrays are given in the order of the document.</summary>
internal sealed class ArraySplice(ReadOnlyMemory<byte> json)
{
    private readonly ArrayBufferWriter<byte> _output = new(json.Length);
    private int _copied;

    public void Keep(JsonElement array, Func<JsonElement, bool> keeps)
    {
        if (array.ValueKind != JsonValueKind.Array) return;
        var raw = JsonMarshal.GetRawUtf8Value(array);
        if (!json.Span.Overlaps(raw, out var start)) throw new ArgumentException("the array is of another document", nameof(array));

        _output.Write(json.Span[_copied..start]);
        _output.Write("["u8);
        var first = true;
        foreach (var element in array.EnumerateArray())
        {
            if (!keeps(element)) continue;
            if (!first) _output.Write(","u8);
            _output.Write(JsonMarshal.GetRawUtf8Value(element));
            first = false;
        }
        _output.Write("]"u8);
        _copied = start + raw.Length;
    }

    public byte[] Finish()
    {
        _output.Write(json.Span[_copied..]);
        _copied = json.Length;
        return _output.WrittenSpan.ToArray();
    }
}
