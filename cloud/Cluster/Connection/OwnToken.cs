using System.Buffers.Text;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <summary>What the token says that a request of ours was signed with.</summary>
internal static class OwnToken
{
    /// <summary>
    /// Whom it is for, where it is a ServiceAccount's of this issuer. The API server took it, and what is asked for without an audience (as the token of every
    /// pod is, unless it is projected for somebody else) is for the API server's own audiences: so these are they. Empty for any other credential.
    /// </summary>
    public static IReadOnlyList<string> AudiencesOf(HttpRequestMessage? sent, string issuer)
    {
        if (sent?.Headers.Authorization is not { Scheme: "Bearer", Parameter: { } token } || token.Split('.') is not [_, var payload, _])
            return [];

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var root = claims.RootElement;
            return root.GetProperty("iss").GetString() == issuer && root.GetProperty("sub").GetString() is { } name && name.StartsWith("system:serviceaccount:", StringComparison.Ordinal)
                ? Texts(root.GetProperty("aud")) : [];
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [];
        }
    }

    private static IReadOnlyList<string> Texts(JsonElement audience) =>
        audience.ValueKind == JsonValueKind.String ? [audience.GetString()!] : [.. audience.EnumerateArray().Select(one => one.GetString()!)];
}
