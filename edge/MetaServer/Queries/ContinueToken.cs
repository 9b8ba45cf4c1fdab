using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Queries;

/// <summary>Where the next page of a list starts, and in which state: base64url of a small JSON object that only this server reads.</summary>
/// <param name="Snapshot">The state of all pages; null goes on from the newest one, which an expired token offers.</param>
/// <param name="After">The last object of the page before.</param>
internal readonly record struct ContinueToken(Snapshot? Snapshot, ObjectKey After)
{
    private const string Version = "edgemesh/v1";

    /// <summary>The token's text.</summary>
    public string Encode()
    {
        using var buffer = new MemoryStream(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("v"u8, Version);
            if (Snapshot is { } snapshot)
            {
                writer.WriteNumber("rv"u8, snapshot.Revision);
                writer.WriteNumber("seq"u8, snapshot.Sequence);
            }
            writer.WriteString("start"u8, After.ToString());
            writer.WriteEndObject();
        }
        return Base64Url.EncodeToString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Reads a token.</summary>
    /// <param name="text">The query parameter.</param>
    /// <param name="namespaced">Whether the collection has namespaces.</param>
    /// <param name="namespace">The namespace that is listed; empty for all.</param>
    /// <exception cref="StatusException">400: it is none of ours, or of another list.</exception>
    public static ContinueToken Decode(string text, bool namespaced, string @namespace)
    {
        if (TryDecode(text, out var token, out var start))
        {
            var slash = start.IndexOf('/', StringComparison.Ordinal);
            if (namespaced == slash > 0)
            {
                var key = namespaced ? new ObjectKey(start[..slash], start[(slash + 1)..]) : new ObjectKey("", start);
                if (!namespaced || @namespace.Length == 0 || key.Namespace == @namespace) return token with { After = key };
            }
        }
        throw KubernetesStatus.BadRequest($"invalid continue token: \"{text}\" is not one that this server gave for this list").ToException();
    }

    private static bool TryDecode(string text, out ContinueToken token, out string start)
    {
        token = default;
        start = "";
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(text));
            var root = document.RootElement;
            if (root.GetProperty("v"u8).GetString() != Version) return false;
            start = root.GetProperty("start"u8).GetString() ?? "";
            if (root.TryGetProperty("rv"u8, out var revision))
                token = new ContinueToken(new Snapshot(revision.GetInt64(), root.GetProperty("seq"u8).GetInt64()), default);
            return true;
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or DecoderFallbackException)
        {
            return false;
        }
    }
}
