using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>Takes a token out of a request.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Far longer than any token of a cluster: what is longer is none, and nobody is asked about it.</summary>
    private const int Longest = 16 << 10;

    /// <summary>
    /// The token; null where there is no credential of this kind, or more than one: some clients and proxies put several into one header, of which
    /// two servers may take different ones.
    /// </summary>
    public static string? Find(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } only] || !only.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var token = only.AsSpan(Scheme.Length).Trim(' ');
        return token.IsEmpty || token.Length > Longest || token.ContainsAny(' ', ',', '\t') ? null : token.ToString();
    }
}
