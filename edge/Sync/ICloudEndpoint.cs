namespace KubeEdge.EdgeMesh.Edge.Sync;

/// <summary>Where the cloud is, and how it is reached. Supplied by the host, which knows the certificates.</summary>
public interface ICloudEndpoint
{
    /// <summary>For example <c>https://cloud.example.com:10400</c>.</summary>
    Uri Address { get; }

    /// <summary>
    /// A handler for one connection, with the node's certificate and the cloud's authorities; asked for at every attempt, so that renewed certificates take effect,
    /// and disposed after it. Time-outs and keep-alive pings of a <see cref="SocketsHttpHandler"/> are set by this room.
    /// </summary>
    HttpMessageHandler CreateHandler();

    /// <summary>For a person: what is known on this side for which the cloud takes no connection, and the mend; null where nothing is.</summary>
    string? Problem => null;
}
