using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;

/// <summary>Says who the peer is, from its certificate and nothing else.</summary>
public static class NodeIdentity
{
    /// <summary>The <see cref="System.Security.Claims.ClaimsIdentity.AuthenticationType"/> of a node.</summary>
    public const string AuthenticationType = "NodeCertificate";

    /// <summary>
    /// Sets <see cref="Microsoft.AspNetCore.Http.HttpContext.User"/> to <c>system:node:&lt;name&gt;</c> in the role <c>system:nodes</c> where the connection presented
    /// a certificate that counts; anybody else stays anonymous. Either way the feature <see cref="NodeProof"/> says more. Requests end when the certificate stops
    /// to count, and a moment later the connection does.
    /// </summary>
    public static IApplicationBuilder UseNodeIdentity(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var connections = app.ApplicationServices.GetRequiredService<NodeConnections>();
        return app.Use(connections.IdentifyAsync);
    }
}
