using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

/// <summary>What is particular to requests for a WebSocket.</summary>
internal static class WebSocketRequests
{
    private const string Bearer = "base64url.bearer.authorization.k8s.io.";

    /// <summary>Whether a request asks for one, over HTTP/1.1 or HTTP/2.</summary>
    public static bool Includes(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" }
        || string.Equals(request.Headers.Upgrade.ToString(), "websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>The protocols that are asked for, in their order.</summary>
    public static string[] Protocols(HttpRequest request) =>
        request.Headers.SecWebSocketProtocol.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// A browser cannot send an Authorization header with a WebSocket, so its token comes as a protocol, beside the one that is to be spoken.
    /// It is put where every other request has it.
    /// </summary>
    public static void TakeToken(HttpRequest request)
    {
        if (StringValues.IsNullOrEmpty(request.Headers.SecWebSocketProtocol) || request.Headers.Authorization.Count > 0 || !Includes(request)) return;
        var protocols = Protocols(request);
        var at = Array.FindIndex(protocols, protocol => protocol.StartsWith(Bearer, StringComparison.Ordinal));
        if (at < 0 || protocols.Length == 1) return;
        try
        {
            request.Headers.Authorization = "Bearer " + Encoding.UTF8.GetString(Base64Url.DecodeFromChars(protocols[at].AsSpan(Bearer.Length)));
            request.Headers.SecWebSocketProtocol = string.Join(", ", protocols.Where((_, i) => i != at));
        }
        catch (FormatException)
        {
            // No token: the caller has no name.
        }
    }
}
