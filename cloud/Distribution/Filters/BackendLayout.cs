using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>
/// An object that lists backends, taken apart once: versions of it with some of the backends are put together from its bytes. Every other byte stays as it is.
/// </summary>
internal sealed class BackendLayout
{
    private readonly IReadOnlyList<Passage> _passages;
    private readonly bool _hasRevision;

    /// <param name="json">The object.</param>
    /// <param name="family">What its addresses are; a client uses one family at a time.</param>
    /// <param name="passages">The arrays of backends and the values that do not count as content, in the order of the document.</param>
    public BackendLayout(ReadOnlyMemory<byte> json, string family, IReadOnlyList<Passage> passages)
    {
        (Json, Family, _passages) = (json, family, passages);
        Backends = [.. passages.SelectMany(passage => passage.Backends)];
        _hasRevision = passages.Any(passage => passage.Kind == PassageKind.Revision);
    }

    public ReadOnlyMemory<byte> Json { get; }

    public string Family { get; }

    public IReadOnlyList<Backend> Backends { get; }

    /// <summary>The object with some of its backends, served at a revision.</summary>
    public byte[] Write(Func<Backend, bool> keeps, long revision)
    {
        var output = new ArrayBufferWriter<byte>(Json.Length);
        foreach (var (passage, before) in Passages())
        {
            output.Write(before.Span);
            if (passage is null) continue;
            if (passage.Kind == PassageKind.Revision) output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"")));
            else if (passage.Kind == PassageKind.Volatile) output.Write(Json.Span[passage.Start..passage.End]);
            else WriteBackends(passage, keeps, output);
        }
        return _hasRevision ? output.WrittenSpan.ToArray() : RawJson.WithResourceVersion(output.WrittenSpan, revision);
    }

    /// <summary>Names the content of such a version: all of it but what changes with every change of the object, whomever it concerns.</summary>
    public ulong Tag(Func<Backend, bool> keeps, XxHash3 hash)
    {
        hash.Reset();
        foreach (var (passage, before) in Passages())
        {
            hash.Append(before.Span);
            if (passage is null) continue;
            foreach (var backend in passage.Backends)
            {
                if (keeps(backend)) hash.Append(Json.Span.Slice(backend.Start, backend.Length));
            }
        }
        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>The first address of a backend, for people; empty where it has none.</summary>
    public string AddressOf(Backend backend)
    {
        using var document = JsonDocument.Parse(Json.Slice(backend.Start, backend.Length));
        if (document.RootElement.ValueKind != JsonValueKind.Object) return "";
        if (document.RootElement.TryGetProperty("ip"u8, out var ip)) return ip.ToString();
        return document.RootElement.TryGetProperty("addresses"u8, out var addresses) && addresses.ValueKind == JsonValueKind.Array && addresses.GetArrayLength() > 0
            ? addresses[0].ToString() : "";
    }

    private void WriteBackends(Passage passage, Func<Backend, bool> keeps, ArrayBufferWriter<byte> output)
    {
        var first = true;
        foreach (var backend in passage.Backends)
        {
            if (!keeps(backend)) continue;
            if (!first) output.Write(","u8);
            output.Write(Json.Span.Slice(backend.Start, backend.Length));
            first = false;
        }
    }

    /// <summary>Each passage, with the bytes that stand before it; at last those behind all of them.</summary>
    private IEnumerable<(Passage? Passage, ReadOnlyMemory<byte> Before)> Passages()
    {
        var position = 0;
        foreach (var passage in _passages)
        {
            yield return (passage, Json[position..passage.Start]);
            position = passage.End;
        }
        yield return (null, Json[position..]);
    }

    /// <summary>What is special about a stretch of the document.</summary>
    internal enum PassageKind
    {
        /// <summary>The inside of an array of backends.</summary>
        Backends,

        /// <summary>The value of <c>metadata.resourceVersion</c>.</summary>
        Revision,

        /// <summary>A value that counts changes of the object, or tells when they were made.</summary>
        Volatile,
    }

    /// <summary>A stretch of the document that is treated otherwise than the rest.</summary>
    internal sealed record Passage(PassageKind Kind, int Start, int End, IReadOnlyList<Backend> Backends);
}
