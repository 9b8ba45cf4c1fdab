using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http;

/// <summary>Reads the JSON that a client sent.</summary>
internal static class RequestBody
{
    private const int Largest = 3 << 20;
    private static readonly string[] s_accepted = ["application/json", "application/yaml"];

    /// <summary>The object in the body, for a verb that takes a whole object.</summary>
    public static async Task<JsonObject> ReadObjectAsync(HttpContext context, ResourceDefinition definition)
    {
        var type = MediaType(context.Request);
        if (type.Length > 0 && !s_accepted.Contains(type)) throw KubernetesStatus.UnsupportedMediaType(s_accepted).ToException();
        var node = await ReadAsync(context, $"{definition.Api.Kind} in version \"{definition.Resource.Version}\" cannot be handled as a {definition.Api.Kind}: ");
        return node as JsonObject ?? throw KubernetesStatus.BadRequest("the body of the request is not a JSON object").ToException();
    }

    /// <summary>The object in the body; null where it is empty.</summary>
    public static async Task<JsonObject?> ReadOptionsAsync(HttpContext context) => await ReadAsync(context, "") as JsonObject;

    /// <summary>Any JSON; null where the body is empty.</summary>
    /// <exception cref="StatusException">400: it is not JSON. 413: it is too large.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpContext context, string prefix)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 << 10];
        while (await context.Request.Body.ReadAsync(chunk, context.RequestAborted) is > 0 and var read)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > Largest) throw KubernetesStatus.RequestEntityTooLarge($"limit is {Largest}").ToException();
        }
        if (buffer.Length == 0) return null;
        try
        {
            return Prepared(JsonNode.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
        }
        catch (JsonException fault)
        {
            throw KubernetesStatus.BadRequest($"{prefix}the body is not JSON, the only encoding that this server reads: {fault.Message}").ToException();
        }
        catch (ArgumentException)
        {
            throw KubernetesStatus.BadRequest($"{prefix}the body names a field twice").ToException();
        }
    }

    /// <summary>The Content-Type without its parameters.</summary>
    public static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

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
