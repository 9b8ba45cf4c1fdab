using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;

/// <summary>Where edges reach this room.</summary>
public static class EnrolmentEndpoints
{
    /// <summary>
    /// The gRPC service, and <c>GET /ca.crt</c>: the CAs as PEM, for anyone. A new edge asks for them before it trusts anybody, and
    /// believes the answer by the hash in its join token (a TLS server does not send its root).
    /// </summary>
    public static IEndpointRouteBuilder MapEnrolment(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<EnrolmentService>();
        endpoints.MapGet("/ca.crt", (HttpContext context) =>
        {
            var pem = context.RequestServices.GetRequiredService<AuthorityLoader>().Current.Trusted.ExportCertificatePems();
            return TypedResults.Text(pem + "\n", "application/x-pem-file");
        });
        return endpoints;
    }
}
