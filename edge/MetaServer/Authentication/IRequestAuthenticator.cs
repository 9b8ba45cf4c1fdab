using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>Finds out who asks. The first authenticator that knows the kind of credential decides.</summary>
public interface IRequestAuthenticator
{
    /// <summary>
    /// <see cref="AuthenticationResult.NotMine"/> where the request carries no credential of this kind;
    /// otherwise the identity, or the reason why the credential is refused (401).
    /// </summary>
    ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context);
}
