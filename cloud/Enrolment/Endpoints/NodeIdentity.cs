using System.Security.Claims;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;

/// <summary>Says who the peer is, from its certificate and nothing else.</summary>
public static class NodeIdentity
{
    /// <summary>The <see cref="ClaimsIdentity.AuthenticationType"/> of a node.</summary>
    public const string AuthenticationType = "NodeCertificate";

    private static readonly object _key = new();

    /// <summary>
    /// Sets <see cref="HttpContext.User"/> to <c>system:node:&lt;name&gt;</c> in the role <c>system:nodes</c> where the connection presented a
    /// good certificate; anybody else stays anonymous. The check is made once a connection.
    /// </summary>
    public static IApplicationBuilder UseNodeIdentity(this IApplicationBuilder app)
    {
        var certificates = app.ApplicationServices.GetRequiredService<INodeCertificates>();
        return app.Use((context, next) =>
        {
            if (Find(context, certificates) is { } node)
                context.User = node;
            return next(context);
        });
    }

    private static ClaimsPrincipal? Find(HttpContext context, INodeCertificates certificates)
    {
        if (context.Connection.ClientCertificate is not { } certificate)
            return null;

        var items = context.Features.Get<IConnectionItemsFeature>()?.Items;
        if (items is not null && items.TryGetValue(_key, out var known))
            return known as ClaimsPrincipal;

        var principal = certificates.TryIdentify(certificate, out var node, out _) ? Principal(node) : null;
        if (items is not null)
            items[_key] = principal;
        return principal;
    }

    private static ClaimsPrincipal Principal(string node) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, NodeSubject.UserPrefix + node), new Claim(ClaimTypes.Role, NodeSubject.Group)], AuthenticationType));
}
