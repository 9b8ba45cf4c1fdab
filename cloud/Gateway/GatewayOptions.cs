namespace KubeEdge.EdgeMesh.Cloud.Gateway;

/// <summary>How requests of edges go on to the API server.</summary>
public sealed class GatewayOptions
{
    /// <summary>
    /// How long an ordinary request may stand still in either direction; at least 1 ms. An API server ends one by itself after 60 s. It does not
    /// apply to watches, followed logs, proxies and upgraded connections (exec, attach, port-forward): a dead peer shows itself there by the pings
    /// of the connection.
    /// </summary>
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromSeconds(100);
}
