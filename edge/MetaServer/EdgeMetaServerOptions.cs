namespace KubeEdge.EdgeMesh.Edge.MetaServer;

/// <summary>What the MetaServer of an edge needs to know.</summary>
public sealed class EdgeMetaServerOptions
{
    /// <summary>This node's name, which decides what part of a collection is this node's own. Required.</summary>
    public string NodeName { get; set; } = "";

    /// <summary>The cloud's gateway: an absolute https address without a path, to which what the store does not answer is passed. Required.</summary>
    public Uri? Gateway { get; set; }

    /// <summary>
    /// How long a request that is no watch, log, exec, attach, port-forward or proxy may pass through the gateway without a byte in either
    /// direction. Between 1 second and 10 minutes; the default of 100 s is above the API server's own limit of 60 s.
    /// </summary>
    public TimeSpan PassThroughTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// How long a collection that is kept because callers read it stays after its last use; an open watch is a use. Between 1 minute and
    /// 365 days; default 24 hours. While the cloud cannot be reached nothing is dropped.
    /// </summary>
    public TimeSpan WantedIdle { get; set; } = TimeSpan.FromHours(24);
}
