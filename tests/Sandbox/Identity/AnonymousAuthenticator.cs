using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Identity;

/// <summary>The last to be asked: whoever brings no credential is <c>system:anonymous</c>, who may read little.</summary>
internal sealed class AnonymousAuthenticator : IRequestAuthenticator
{
    public ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context) => ValueTask.FromResult(
        context.Request.Headers.Authorization.Count == 0 ? new AuthenticationResult(UserIdentity.Anonymous, null) : AuthenticationResult.NotMine);
}
