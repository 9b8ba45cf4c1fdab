namespace KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;

/// <summary>
/// How much of the MetaServer one caller, and all callers but the node itself, may have at a time. The defaults are for a machine with 1 GB:
/// a list in flight costs at most about 0.5 MB, a watch about 20 KB, so all of it together stays below 90 MB; a watch that is not read costs up to 100 KB,
/// for a minute. Between 1 and 1,000,000 each.
/// </summary>
public sealed class CallerLimitOptions
{
    /// <summary>Lists in flight of one caller; default 8.</summary>
    public int ListsPerCaller { get; set; } = 8;

    /// <summary>Lists in flight of all callers but the node's own; default 64.</summary>
    public int Lists { get; set; } = 64;

    /// <summary>Open watches of one caller; default 500.</summary>
    public int WatchesPerCaller { get; set; } = 500;

    /// <summary>Open watches of all callers but the node's own; default 2,000.</summary>
    public int Watches { get; set; } = 2_000;

    /// <summary>Lists in flight of the node's own identity (kubelet and kube-proxy), beside what the others have; default 32.</summary>
    public int NodeLists { get; set; } = 32;

    /// <summary>Open watches of the node's own identity, which watches each Secret and ConfigMap of its pods by itself; default 2,000.</summary>
    public int NodeWatches { get; set; } = 2_000;
}
