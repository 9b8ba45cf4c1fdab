using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>Tells one object from the next one of the same name.</summary>
internal static class Uid
{
    /// <summary>Whether both say whose they are, and not the same.</summary>
    public static bool Differ(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var one = Read(before);
        var other = Read(after);
        return !one.IsEmpty && !other.IsEmpty && !one.SequenceEqual(other);
    }

    /// <summary><c>metadata.uid</c> as it is written; empty where there is none.</summary>
    private static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> json)
    {
        var reader = RawJson.Reader(json);
        return JsonMember.Seek(ref reader, "metadata"u8) && reader.TokenType == JsonTokenType.StartObject
            && JsonMember.Seek(ref reader, "uid"u8, inside: true) && reader.TokenType == JsonTokenType.String ? reader.ValueSpan : [];
    }
}
