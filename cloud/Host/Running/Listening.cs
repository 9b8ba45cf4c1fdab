using System.Net;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KubeEdge.EdgeMesh.Cloud.Host.Running;

/// <summary>The ports, and how much each connection may ask for.</summary>
internal static class Listening
{
    /// <summary>All that passes through one edge shares one connection: its pods' watches, and the stream.</summary>
    private const int StreamsPerEdge = 1_000;

    public static void ListenFor(this WebApplicationBuilder builder, CloudRun run)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerEdge;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 4 << 20;
            kestrel.Limits.Http2.InitialStreamWindowSize = 1 << 20;
            // An edge whose network has gone is noticed within a minute; its sessions end then.
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(30);
            // Anybody may connect: who does not say in time what he wants is cut off. Edges are quick here, since they ask for nothing by hand.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            // A slow edge is not a dead one: its queue is bounded where it is filled.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Bind(run.Listen, listen => listen.UseEnrolmentTls());
            kestrel.Bind(run.HealthListen, listen => listen.Protocols = HttpProtocols.Http1);
        });
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
