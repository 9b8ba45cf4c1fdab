using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http.Protobuf;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http;

/// <summary>Reads what a client sent: JSON, or for a whole object of a built-in kind Protocol Buffers.</summary>
internal static class RequestBody
{
    private const int Largest = 3 << 20;
    private static readonly string[] s_accepted = ["application/json", ProtobufBody.MediaType];
    private static readonly StructSchema s_deleteOptions = SchemaTable.BuiltIn.Types["io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"];

    private static readonly Dictionary<string, string> s_parts = new(StringComparer.Ordinal)
    {
        ["Binding"] = "io.k8s.api.core.v1",
        ["Eviction"] = "io.k8s.api.policy.v1",
        ["Scale"] = "io.k8s.api.autoscaling.v1",
        ["TokenRequest"] = "io.k8s.api.authentication.v1",
    };


    /// <summary>The object in the body, for a verb that takes a whole object.</summary>
    public static async Task<JsonObject> ReadObjectAsync(HttpContext context, ResourceDefinition definition)
    {
        var type = MediaType(context.Request);
        if (type == ProtobufBody.MediaType && !definition.IsCustom) return ProtobufBody.Read(await ReadBytesAsync(context), (apiVersion, kind) => TypeOf(definition, apiVersion, kind));
        if (type.Length > 0 && !s_accepted.Contains(type)) throw KubernetesStatus.UnsupportedMediaType(s_accepted).ToException();
        var prefix = $"{definition.Api.Kind} in version \"{definition.Resource.Version}\" cannot be handled as a {definition.Api.Kind}: ";
        return Parse(await ReadBytesAsync(context), prefix) as JsonObject ?? throw KubernetesStatus.BadRequest("the body of the request is not a JSON object").ToException();
    }

    /// <summary>The DeleteOptions in the body; null where it is empty.</summary>
    public static async Task<JsonObject?> ReadOptionsAsync(HttpContext context)
    {
        var body = await ReadBytesAsync(context);
        return body.Length > 0 && MediaType(context.Request) == ProtobufBody.MediaType
            ? ProtobufBody.Read(body, (_, _) => s_deleteOptions)
            : Parse(body, "") as JsonObject;
    }

    /// <summary>Any JSON; null where the body is empty.</summary>
    /// <exception cref="StatusException">400: it is not JSON. 413: it is too large.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpContext context) => Parse(await ReadBytesAsync(context), "");

    /// <summary>The Content-Type without its parameters.</summary>
    public static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    private static async Task<byte[]> ReadBytesAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 << 10];
        while (await context.Request.Body.ReadAsync(chunk, context.RequestAborted) is > 0 and var read)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > Largest) throw KubernetesStatus.RequestEntityTooLarge($"limit is {Largest}").ToException();
        }
        return buffer.ToArray();
    }

    private static JsonNode? Parse(byte[] body, string prefix)
    {
        if (body.Length == 0) return null;
        try
        {
            return Prepared(JsonNode.Parse(body));
        }
        catch (JsonException fault)
        {
            throw KubernetesStatus.BadRequest($"{prefix}the body is not JSON: {fault.Message}").ToException();
        }
        catch (ArgumentException)
        {
            throw KubernetesStatus.BadRequest($"{prefix}the body names a field twice").ToException();
        }
    }

    /// <summary>A subresource may take another kind than its object's.</summary>
    private static StructSchema? TypeOf(ResourceDefinition definition, string apiVersion, string kind)
    {
        if (kind == definition.Api.Kind && apiVersion == definition.Resource.ApiVersion) return definition.IsProtobuf ? definition.Schema : null;
        var package = s_parts.GetValueOrDefault(kind);
        return package is not null && SchemaTable.BuiltIn.TryFind($"{package}.{kind}", out var found) ? found : null;
    }

    /// <summary>A JsonObject finds doubled keys only when it is first read: here, not in the middle of a transaction.</summary>
    private static JsonNode? Prepared(JsonNode? node)
    {
        if (node is JsonObject map)
        {
            foreach (var (_, child) in map) Prepared(child);
        }
        else if (node is JsonArray list)
        {
            foreach (var child in list) Prepared(child);
        }
        return node;
    }
}
