using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>What is peculiar to OpenAPI's documents: two forms, and addresses that name the content (kubernetes-api.md 4.4).</summary>
internal static class OpenApiForm
{
    private const string Third = "/openapi/v3/";
    private static readonly TimeSpan Forever = TimeSpan.FromDays(365);

    public static bool IsOpenApi(string path) => path == "/openapi/v2" || path.StartsWith(Third, StringComparison.Ordinal);

    /// <summary>Whether the client takes JSON; one that says nothing does.</summary>
    public static bool IsJson(HttpRequest request)
    {
        var clauses = MediaChoice.Clauses(request);
        return clauses.Count == 0 || clauses.Any(static clause => clause.Quality is not 0 && (clause.MatchesAllTypes
            || (clause.Type == "application" && (clause.MatchesAllSubTypes || clause.SubType == "json"))));
    }

    /// <summary>
    /// An address with the hash of the content is good for ever; one with the hash of another content leads to the right one, and true is
    /// returned: the answer is complete.
    /// </summary>
    public static bool TryRedirect(HttpContext context, string path, string etag)
    {
        if (!path.StartsWith(Third, StringComparison.Ordinal) || !context.Request.Query.TryGetValue("hash", out var hash)) return false;
        var response = context.Response;
        if (etag.AsSpan().Trim('"').SequenceEqual(hash.ToString()))
        {
            response.Headers.CacheControl = "public, immutable";
            var now = context.RequestServices.GetService(typeof(TimeProvider)) as TimeProvider ?? TimeProvider.System;
            response.Headers.Expires = (now.GetUtcNow() + Forever).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            return false;
        }
        response.StatusCode = StatusCodes.Status301MovedPermanently;
        response.Headers.Location = $"{path}?hash={etag.Trim('"')}";
        return true;
    }
}
