using System.Buffers;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;

/// <summary>Replaces members of a JSON object; every other byte stays as it is.</summary>
internal static class JsonMembers
{
    /// <summary>The object with a member of this value: in the old one's place, or at the end where there was none.</summary>
    public static byte[] With(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var isEmpty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            var found = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found) return Concatenate(json[..start], value, json[(int)reader.BytesConsumed..]);
        }

        var end = (int)reader.TokenStartIndex;
        var member = new ArrayBufferWriter<byte>();
        member.Write(isEmpty ? "\""u8 : ",\""u8);
        member.Write(name);
        member.Write("\":"u8);
        member.Write(value);
        return Concatenate(json[..end], member.WrittenSpan, json[end..]);
    }

    private static byte[] Concatenate(ReadOnlySpan<byte> head, ReadOnlySpan<byte> middle, ReadOnlySpan<byte> tail) => [.. head, .. middle, .. tail];
}
