using System.Buffers;
using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;

/// <summary>What the cluster answered, byte for byte: it says itself until when its asker should use it.</summary>
/// <param name="Question">To what.</param>
/// <param name="ContentType">JSON or protobuf.</param>
/// <param name="Body">The TokenRequest, with its status.</param>
/// <param name="Expires">Until when the token itself is good, which may be long after what the answer says.</param>
internal sealed record TokenAnswer(TokenQuestion Question, string ContentType, byte[] Body, DateTimeOffset Expires)
{
    /// <summary>Since when it is good.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Whether the cluster itself takes it, and this server: other audiences' tokens are no matter of ours.</summary>
    public required bool IsForCluster { get; init; }

    /// <summary>Null where it holds no token that can be read.</summary>
    public static TokenAnswer? Read(TokenQuestion question, string contentType, byte[] body)
    {
        if (ReviewBody.Read(body, "status", 3) is not { } status || !WebToken.TryRead(status.Text("token", 1), out var token)) return null;
        return token.ReadClaims() is { } claims
            ? new TokenAnswer(question, contentType, body, claims.Expires) { From = claims.NotBefore, IsForCluster = question.Audiences.Length == 0 || claims.Audiences.Contains(claims.Issuer) }
            : null;
    }

    /// <summary>Whether a client takes this form.</summary>
    public bool IsTakenBy(string accept)
    {
        var type = ContentType.Split(';')[0].Trim();
        return accept.Length == 0 || accept.Contains("*/*", StringComparison.Ordinal) || accept.Contains(type, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>As it is kept.</summary>
    public byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("namespace"u8, Question.Account.Namespace);
            writer.WriteString("account"u8, Question.Account.Name);
            writer.WriteString("pod"u8, Question.Pod.Name);
            writer.WriteString("uid"u8, Question.PodUid);
            writer.WriteString("audiences"u8, Question.Audiences);
            writer.WriteString("contentType"u8, ContentType);
            writer.WriteBase64String("body"u8, Body);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>From how it is kept; null where that is damaged.</summary>
    public static TokenAnswer? FromUtf8(byte[] kept)
    {
        try
        {
            using var document = JsonDocument.Parse(kept);
            var root = document.RootElement;
            string Text(string name) => root.GetProperty(name).GetString()!;
            var question = new TokenQuestion(new(Text("namespace"), Text("account")), new(Text("namespace"), Text("pod")), Text("uid"), Text("audiences"));
            return Read(question, Text("contentType"), root.GetProperty("body"u8).GetBytesFromBase64());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
