using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http;

/// <summary>Answers with an object.</summary>
internal static class ObjectResponse
{
    /// <summary>An object of a collection, in its one form.</summary>
    public static Task WriteAsync(HttpContext context, ResourceDefinition definition, JsonObject value, int status = StatusCodes.Status200OK) =>
        WriteAsync(context, ObjectBytes.Write(value, definition.Resource.ApiVersion, definition.Api.Kind, definition.IsCustom).ToArray(), status);

    /// <summary>Any other JSON.</summary>
    public static Task WriteAsync(HttpContext context, JsonObject value, int status = StatusCodes.Status200OK) =>
        WriteAsync(context, ObjectBytes.Write(value), status);

    private static async Task WriteAsync(HttpContext context, byte[] json, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length + 1;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
        await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
    }
}
