using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Identity;

/// <summary>
/// Lets a caller act as somebody else where its roles allow it. The headers are taken off the request, so that what follows sees the other
/// identity and nothing else.
/// </summary>
internal sealed class ImpersonatingAuthenticator(
    ClientCertificateAuthenticator certificates, ServiceAccountTokenAuthenticator tokens, IRequestAuthorizer authorizer) : IRequestAuthenticator
{
    private const string User = "Impersonate-User", Group = "Impersonate-Group", Uid = "Impersonate-Uid", Prefix = "Impersonate-";

    public async ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!headers.TryGetValue(User, out var asked)) return AuthenticationResult.NotMine;
        var result = await tokens.AuthenticateAsync(context);
        if (result is { User: null, Refusal: null }) result = await certificates.AuthenticateAsync(context);
        if (result.User is not { } caller) return result;

        var (name, groups) = (asked.ToString(), headers[Group].OfType<string>().ToList());
        if (!May(caller, "users", name) || groups.Exists(group => !May(caller, "groups", group)))
        {
            return new AuthenticationResult(null, $"'{caller.Name}' may not act as '{name}'");
        }
        var uid = headers[Uid].ToString();
        foreach (var header in headers.Keys.Where(key => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).ToList()) headers.Remove(header);
        return new AuthenticationResult(new UserIdentity(name, [.. groups, .. Implied(name, groups)]) { Uid = uid }, null);
    }

    private bool May(UserIdentity caller, string resource, string name) => authorizer.Authorize(caller, new RequestInfo
    {
        IsResourceRequest = true,
        Path = "",
        Verb = "impersonate",
        Resource = new GroupVersionResource("", "v1", resource),
        Name = name,
    }) == AuthorizationDecision.Allowed;

    /// <summary>The groups that follow from the name.</summary>
    private static IEnumerable<string> Implied(string name, List<string> groups)
    {
        if (name == UserIdentity.Anonymous.Name) return groups.Count == 0 ? UserIdentity.Anonymous.Groups : [];
        var parts = name.Split(':');
        return parts is ["system", "serviceaccount", var ns, _]
            ? ["system:serviceaccounts", $"system:serviceaccounts:{ns}", "system:authenticated"]
            : groups.Contains("system:authenticated") ? [] : ["system:authenticated"];
    }
}
