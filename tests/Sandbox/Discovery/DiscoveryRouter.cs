using System.IO.Hashing;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Discovery.OpenApi;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;

/// <summary>Answers the paths that say what the server is and what it serves.</summary>
internal sealed class DiscoveryRouter(ResourceRegistry registry, OpenApiDocuments openApi)
{
    public Task HandleAsync(HttpContext context, UserIdentity user, RequestInfo request)
    {
        if (request.Verb is not ("get" or "head")) throw KubernetesStatus.MethodNotAllowed().ToException();
        var segments = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var aggregated = context.Request.Headers.Accept.ToString().Contains("as=APIGroupDiscoveryList", StringComparison.OrdinalIgnoreCase)
            && context.Request.Headers.Accept.ToString().Contains("v=v2;", StringComparison.OrdinalIgnoreCase);
        return segments switch
        {
            [] => WriteAsync(context, Paths()),
            ["api"] when aggregated => WriteAsync(context, AggregatedDiscovery.Write(registry, core: true), AggregatedDiscovery.ContentType),
            ["apis"] when aggregated => WriteAsync(context, AggregatedDiscovery.Write(registry, core: false), AggregatedDiscovery.ContentType),
            ["api"] => WriteAsync(context, LegacyDiscovery.Versions()),
            ["apis"] => WriteAsync(context, LegacyDiscovery.Groups(registry)),
            ["api", var version] => WriteAsync(context, LegacyDiscovery.Resources(registry, "", version)),
            ["apis", var group] => WriteAsync(context, LegacyDiscovery.Group(registry, group)),
            ["apis", var group, var version] => WriteAsync(context, LegacyDiscovery.Resources(registry, group, version)),
            ["version"] => WriteAsync(context, ServerVersion.Write()),
            ["openapi", "v2"] => V2Async(context),
            ["openapi", "v3"] => WriteAsync(context, openApi.Index()),
            ["openapi", "v3", .. var path] => WriteAsync(context, openApi.Find(string.Join('/', path))),
            _ => throw KubernetesStatus.PathNotFound().ToException(),
        };
    }

    /// <summary>The older form is there for clients that insist on it: no definitions, so nothing is validated against it.</summary>
    private static Task V2Async(HttpContext context)
    {
        var accept = context.Request.Headers.Accept.ToString();
        if (accept.Length > 0 && !accept.Contains("json", StringComparison.Ordinal) && !accept.Contains("*/*", StringComparison.Ordinal))
        {
            throw KubernetesStatus.NotAcceptable("application/json").ToException();
        }
        return WriteAsync(context, new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.Name },
            ["paths"] = new JsonObject(),
            ["definitions"] = new JsonObject(),
        });
    }

    private JsonObject Paths()
    {
        var versions = ServedGroups.Of(registry).SelectMany(group => group.Versions.Select(version =>
            group.Name.Length == 0 ? "/api/" + version.Version : $"/apis/{group.Name}/{version.Version}"));
        return new JsonObject
        {
            ["paths"] = AggregatedDiscovery.Texts(["/api", "/apis", .. versions, "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version"]),
        };
    }

    private static async Task WriteAsync(HttpContext context, JsonObject? document, string contentType = "application/json")
    {
        var json = ObjectBytes.Write(document ?? throw KubernetesStatus.PathNotFound().ToException());
        var tag = $"\"{Convert.ToHexString(XxHash128.Hash(json))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.Vary = "Accept";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        context.Response.ContentType = contentType;
        context.Response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }
}
