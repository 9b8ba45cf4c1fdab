using System.Buffers.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>Keeps <c>metadata.resourceVersion</c> equal to the revision that an object is served at.</summary>
internal static class ResourceVersion
{
    /// <summary>The object at that revision; null where it carries it already, which is nearly always.</summary>
    /// <exception cref="FormatException">There is no metadata.</exception>
    public static byte[]? Rewrite(ReadOnlySpan<byte> json, long revision) =>
        Read(json) == revision ? null : RawJson.WithResourceVersion(json, revision);

    private static long? Read(ReadOnlySpan<byte> json)
    {
        var reader = RawJson.Reader(json);
        if (!JsonMember.Seek(ref reader, "metadata"u8) || reader.TokenType != JsonTokenType.StartObject) return null;
        return JsonMember.Seek(ref reader, "resourceVersion"u8, inside: true) && reader.TokenType == JsonTokenType.String
            && Utf8Parser.TryParse(reader.ValueSpan, out long revision, out var read) && read == reader.ValueSpan.Length ? revision : null;
    }
}
