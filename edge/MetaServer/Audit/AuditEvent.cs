using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

/// <summary>
/// One line: an Event of audit.k8s.io/v1 at the level Metadata. No body, no header but the client's own name, and no query of what carries a command
/// or another service's address: so no token, no key and no Secret.
/// </summary>
internal static class AuditEvent
{
    private const int LongestUri = 1024;
    private const string Own = "edgemesh.kubeedge.io/";

    /// <summary>Who asks asks again: he is encoded once.</summary>
    private static readonly ConditionalWeakTable<UserIdentity, byte[]> _users = [];

    [ThreadStatic]
    private static Scratch? _scratch;

    public static byte[] Write(HttpContext context, AuditTrail trail, string stage, DateTimeOffset now)
    {
        var (buffer, writer) = _scratch ??= new Scratch(new ArrayBufferWriter<byte>(1024));
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        writer.WriteString("kind"u8, "Event"u8);
        writer.WriteString("apiVersion"u8, "audit.k8s.io/v1"u8);
        writer.WriteString("level"u8, "Metadata"u8);
        writer.WriteString("auditID"u8, trail.Id);
        writer.WriteString("stage"u8, stage);
        writer.WriteString("requestURI"u8, UriOf(context, trail.Info));
        writer.WriteString("verb"u8, trail.Info?.Verb ?? context.Request.Method.ToLowerInvariant());
        writer.WritePropertyName("user"u8);
        writer.WriteRawValue(_users.GetValue(trail.User ?? UserIdentity.Anonymous, EncodeUser), skipInputValidation: true);
        writer.WriteStartArray("sourceIPs"u8);
        if (context.Connection.RemoteIpAddress is { } address) writer.WriteStringValue((address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        writer.WriteEndArray();
        if (context.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent) writer.WriteString("userAgent"u8, agent.Length > 256 ? agent[..256] : agent);
        if (trail.Info is { IsResourceRequest: true } info) WriteObject(writer, info);
        writer.WriteStartObject("responseStatus"u8);
        writer.WriteNumber("code"u8, context.Response.StatusCode);
        writer.WriteEndObject();
        WriteTime(writer, "requestReceivedTimestamp"u8, trail.Received);
        WriteTime(writer, "stageTimestamp"u8, now);
        writer.WriteStartObject("annotations"u8);
        if (trail.Decision is { } decision)
            writer.WriteString("authorization.k8s.io/decision"u8, decision switch { AuthorizationDecision.Allowed => "allow", AuthorizationDecision.Denied => "forbid", _ => "left-to-cluster" });
        if (trail.AnsweredBy.Length > 0) writer.WriteString(Own + "answered-by", trail.AnsweredBy);
        if (RequestHeaders.Impersonates(context.Request)) writer.WriteString(Own + "impersonates", context.Request.Headers["Impersonate-User"].ToString());
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] EncodeUser(UserIdentity user)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer)) WriteUser(writer, user);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteUser(Utf8JsonWriter writer, UserIdentity known)
    {
        writer.WriteStartObject();
        if (known.Name.Length > 0) writer.WriteString("username"u8, known.Name);
        if (known.Uid.Length > 0) writer.WriteString("uid"u8, known.Uid);
        writer.WriteStartArray("groups"u8);
        foreach (var group in known.Groups) writer.WriteStringValue(group);
        writer.WriteEndArray();
        if (known.Extra.Count > 0)
        {
            writer.WriteStartObject("extra"u8);
            foreach (var (name, values) in known.Extra)
            {
                writer.WriteStartArray(name);
                foreach (var value in values) writer.WriteStringValue(value);
                writer.WriteEndArray();
            }
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, RequestInfo info)
    {
        writer.WriteStartObject("objectRef"u8);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [
                ("resource", info.Resource.Resource), ("namespace", info.Namespace), ("name", info.Name), ("apiGroup", info.Resource.Group),
                ("apiVersion", info.Resource.Version), ("subresource", info.Subresource),
            ])
        {
            if (value.Length > 0) writer.WriteString(name, value);
        }
        writer.WriteEndObject();
    }

    private static string UriOf(HttpContext context, RequestInfo? info)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0 && (info is null || info.Subresource is "exec" or "attach" or "portforward" or "proxy")) target = target[..query];
        return target.Length > LongestUri ? target[..LongestUri] : target;
    }

    /// <summary>To the microsecond, as Kubernetes writes it: the round trip's form has a digit more.</summary>
    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[33];
        time.UtcDateTime.TryFormat(text, out _, "O", System.Globalization.CultureInfo.InvariantCulture);
        text[26] = (byte)'Z';
        writer.WriteString(name, text[..27]);
    }

    private sealed record Scratch(ArrayBufferWriter<byte> Buffer)
    {
        public Utf8JsonWriter Writer { get; } = new(Buffer);

        public void Deconstruct(out ArrayBufferWriter<byte> buffer, out Utf8JsonWriter writer) => (buffer, writer) = (Buffer, Writer);
    }
}
