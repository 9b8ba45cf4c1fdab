using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeEdge.EdgeMesh.Cloud.Gateway.Forwarding;

/// <summary>Tells requests that may be silent for hours from those that are answered at once.</summary>
internal static class LastingRequest
{
    private static readonly string[] _subresources = ["exec", "attach", "portforward", "proxy"];

    /// <summary>Watches, followed logs, proxies, and whatever asks for an upgrade.</summary>
    public static bool Is(HttpRequest request) =>
        IsTrue(request, "watch")
        || IsTrue(request, "follow")
        || request.Headers.Upgrade.Count > 0
        || request.HttpContext.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true }
        || (request.Path.Value is { } path && HasLastingPart(path));

    private static bool HasLastingPart(string path)
    {
        // The legacy form of a watch: /api/v1/watch/pods, /apis/apps/v1/watch/deployments.
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["api", _, "watch", ..] or ["apis", _, _, "watch", ..] || parts.Skip(4).Any(part => _subresources.Contains(part));
    }

    /// <summary>As the API server reads a flag: there, and neither "false" nor "0".</summary>
    private static bool IsTrue(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) && values is [var first, ..]
        && first != "0" && !string.Equals(first, "false", StringComparison.OrdinalIgnoreCase);
}
