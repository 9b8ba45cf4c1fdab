namespace KubeEdge.EdgeMesh.Cloud.Distribution;

/// <summary>How nodes are told their share.</summary>
public sealed class DistributionOptions
{
    /// <summary>Collections that every node holds whole, beyond those that it needs anyway; for example <c>apps/v1/deployments</c>. Default: none.</summary>
    public IList<string> Collections { get; } = [];

    /// <summary>About how many bytes a message carries; a larger object travels alone. 4 KiB to 2 MiB; default 256 KiB.</summary>
    public int BatchBytes { get; set; } = 256 * 1024;

    /// <summary>How many bytes may be under way to a node without an acknowledgement; at least <see cref="BatchBytes"/>, default 1 MiB.</summary>
    public int WindowBytes { get; set; } = 1024 * 1024;

    /// <summary>How often a node is told how far collections have come in which nothing changed for it. Default 5 s.</summary>
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long a silence something is said for its own sake. Edges take a stream as dead after a multiple of it. Default 20 s.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a node may leave a message unacknowledged. Default 60 s.</summary>
    public TimeSpan AckTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection may take to say Hello. Default 10 s.</summary>
    public TimeSpan HelloTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a node waits for a cloud that has just started, before it is sent away to try again. Default 30 s.</summary>
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a daemon may take to show that it is alive when another one claims its name. Default 3 s.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the cluster may take to say whether a caller may read a collection. Default 10 s.</summary>
    public TimeSpan DecisionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long roles and bindings may go on changing before it is asked again what callers may read; also the shortest time from one such round to the next. Default 1 s.</summary>
    public TimeSpan ReviewDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often it is asked again without a reason that is seen here: the cluster may decide by more than roles. Default 10 min.</summary>
    public TimeSpan ReviewInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the last pod of a caller may be gone from a node before what it read is withdrawn there. Default 15 s.</summary>
    public TimeSpan DepartureDelay { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many interests a node may have waiting. Default 256.</summary>
    public int MaxInterests { get; set; } = 256;

    /// <summary>How many collections a node may hold because its callers want them. Default 64.</summary>
    public int MaxWantedCollections { get; set; } = 64;

    /// <summary>How many entries an inventory may have. Default 1,000,000.</summary>
    public int MaxInventory { get; set; } = 1_000_000;
}
