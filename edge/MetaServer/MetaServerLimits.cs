using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KubeEdge.EdgeMesh.Edge.MetaServer;

/// <summary>What one connection may take of the server, whoever opens it.</summary>
public static class MetaServerLimits
{
    /// <summary>One client may watch many collections over one connection.</summary>
    private const int StreamsPerConnection = 1_000;

    /// <summary>Set before the endpoints.</summary>
    public static void LimitForMetaServer(this KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        // Who dribbles its headers, or a body, gives way. A token is some kilobytes long, and a path and its selectors some hundred bytes.
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MaxRequestHeadersTotalSize = 64 << 10;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestLineSize = 16 << 10;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        // Watches are silent for long, and a slow reader costs only itself.
        limits.MinResponseDataRate = null;
        // The API server's own limit is 3 MiB for an object; what passes through is judged there, and held nowhere on its way.
        limits.MaxRequestBodySize = null;
    }
}
