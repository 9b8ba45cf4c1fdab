using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http;

/// <summary>The query parameters of a write.</summary>
internal static class WriteQuery
{
    private const int LongestManager = 128;

    /// <exception cref="StatusException">400: a parameter has a value that it cannot have.</exception>
    public static WriteOptions Read(HttpRequest request, UserIdentity user)
    {
        var dryRun = request.Query["dryRun"];
        if (dryRun.Any(value => value != "All")) throw KubernetesStatus.BadRequest($"Invalid value: \"{dryRun}\": dryRun takes only All").ToException();
        var manager = request.Query["fieldManager"].ToString();
        if (manager.Length > LongestManager) throw KubernetesStatus.BadRequest($"fieldManager: may not be more than {LongestManager} bytes").ToException();
        return new WriteOptions(user) { DryRun = dryRun.Count > 0, FieldManager = manager.Length > 0 ? manager : FromUserAgent(request) };
    }

    /// <summary>
    /// Says what was dropped from what the client sent: as a refusal, as a warning, or not at all, as <c>fieldValidation</c> asks.
    /// </summary>
    public static void Report(HttpContext context, ResourceDefinition definition, IReadOnlyList<string> unknown)
    {
        if (unknown.Count == 0) return;
        switch (context.Request.Query["fieldValidation"].ToString())
        {
            case "Strict":
                var list = string.Join(", ", unknown.Select(path => $"unknown field \"{path}\""));
                throw KubernetesStatus.BadRequest(
                    $"{definition.Api.Kind} in version \"{definition.Resource.Version}\" cannot be handled as a {definition.Api.Kind}: strict decoding error: {list}").ToException();
            case "Ignore":
                break;
            default:
                foreach (var path in unknown) context.Response.Headers.Append("Warning", $"299 - \"unknown field \\\"{Ascii(path)}\\\"\"");
                break;
        }
    }

    /// <summary>A header carries ASCII only; a key may hold anything.</summary>
    private static string Ascii(string path) => string.Concat(path.Select(c => c is >= ' ' and < '\x7f' and not ('"' or '\\') ? c : '?'));

    private static string FromUserAgent(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString().Split('/')[0];
        return agent.Length switch { 0 => "unknown", > LongestManager => agent[..LongestManager], _ => agent };
    }
}
