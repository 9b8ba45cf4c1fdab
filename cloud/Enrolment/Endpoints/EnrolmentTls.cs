using System.Security.Authentication;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Serving;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;

/// <summary>TLS of the cloud's port.</summary>
public static class EnrolmentTls
{
    /// <summary>
    /// Presents the cloud's certificate. A client certificate is optional, because a new edge has none yet; one that is presented must be a
    /// node's, or the connection ends.
    /// </summary>
    public static ListenOptions UseEnrolmentTls(this ListenOptions listen)
    {
        var serving = listen.ApplicationServices.GetRequiredService<ServingCertificate>();
        var nodes = listen.ApplicationServices.GetRequiredService<INodeCertificates>();
        var log = listen.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EnrolmentTls).FullName!);
        return listen.UseHttps(https =>
        {
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            https.ServerCertificateSelector = (_, _) => serving.Current;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (certificate, _, _) =>
            {
                var good = nodes.TryIdentify(certificate, out _, out var refusal);
                if (!good)
                    log.CertificateRefused(certificate.Subject, refusal!);
                return good;
            };
        });
    }
}
