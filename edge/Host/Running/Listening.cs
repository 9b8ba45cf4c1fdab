using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Status;
using KubeEdge.EdgeMesh.Edge.MetaServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>The ports of the MetaServer, and the socket on which the daemon says how it is.</summary>
internal static class Listening
{
    public static void ListenFor(this WebApplicationBuilder builder, EdgeRun run, CurrentIdentity identity)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        // Whoever reads from a connection goes on with it: three hops between threads for each request are a third of what a small GET costs.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.LimitForMetaServer();
            foreach (var endpoint in run.Access.Listen) kestrel.Bind(endpoint, listen => listen.UseTls(identity));
            kestrel.ListenUnixSocket(StatusSocket.Locate(run.Data), listen => listen.Protocols = HttpProtocols.Http1);
        });
    }

    private static void UseTls(this ListenOptions listen, CurrentIdentity identity)
    {
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            // Asked at every handshake: a renewed certificate comes into use without a restart.
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ServerCertificateContext = identity.Serving,
                // Whose certificates are believed, the MetaServer decides; at this door nobody is turned away.
                ClientCertificateRequired = true,
#pragma warning disable CA5359 // See above.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            }),
        });
        listen.UseWholeRecords();
    }

    /// <summary>"Any" means IPv6 too, where the host has it.</summary>
    private static void Bind(this KestrelServerOptions kestrel, IPEndPoint endpoint, Action<ListenOptions> configure)
    {
        if (endpoint.Address.Equals(IPAddress.Any) && endpoint.Port != 0)
            kestrel.ListenAnyIP(endpoint.Port, configure);
        else
            kestrel.Listen(endpoint, configure);
    }
}
