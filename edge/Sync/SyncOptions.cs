using System.Net;

namespace KubeEdge.EdgeMesh.Edge.Sync;

/// <summary>How the node keeps up with the cloud.</summary>
public sealed class SyncOptions
{
    /// <summary>The node's name, as in its certificate. Required.</summary>
    public string Node { get; set; } = "";

    /// <summary>
    /// Where pods reach this node's MetaServer: at most one address of each family. Empty by default: <c>default/kubernetes</c> then has no
    /// endpoints on this node.
    /// </summary>
    public IList<IPAddress> MetaServerAddresses { get; } = [];

    /// <summary>The port at <see cref="MetaServerAddresses"/>; 1 to 65535 where there are any.</summary>
    public int MetaServerPort { get; set; }

    /// <summary>The longest wait before the first new attempt; each further one doubles it. Every wait is random between zero and that. Default 250 ms.</summary>
    public TimeSpan MinBackoff { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait of all, and about how often a cloud that refuses us is asked again. Default 30 s.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stream must have been up for the waits to begin anew. Default 30 s.</summary>
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the cloud may take to say Welcome; a cloud that has just started reads the cluster first. Default 45 s.</summary>
    public TimeSpan WelcomeTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>After how long a silence the stream counts as dead. The cloud says something at least every 20 s. Default 60 s.</summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a caller whose interest the cloud refused is not asked about again. Default 5 min.</summary>
    public TimeSpan DenialMemory { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Seeds the waits; by default the daemon's own instance, so that no two nodes wait alike.</summary>
    public int? Seed { get; set; }
}
