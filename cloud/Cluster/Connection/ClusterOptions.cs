namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <summary>Which cluster, and how to follow it.</summary>
public sealed class ClusterOptions
{
    /// <summary>
    /// Path of a kubeconfig file (<c>--kubeconfig</c>). Null: the pod's own service account where there is one, else the file that
    /// <c>$KUBECONFIG</c> names, else <c>~/.kube/config</c>.
    /// </summary>
    public string? Kubeconfig { get; set; }

    /// <summary>The context of the kubeconfig to use (<c>--context</c>). Null: its current one.</summary>
    public string? Context { get; set; }

    /// <summary>Whether objects lose <c>metadata.managedFields</c> on arrival: about a third of their bytes, and nobody at an edge reads them.</summary>
    public bool DropManagedFields { get; set; } = true;

    /// <summary>Objects asked for in one page of a list; 1 to 10,000.</summary>
    public int PageSize { get; set; } = 500;

    /// <summary>
    /// A watch on which nothing was heard for so long, bookmarks included, is taken for dead and resumed. An API server sends a bookmark
    /// about every minute; at least 10 s.
    /// </summary>
    public TimeSpan WatchSilence { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long an answer may take to begin, and a page of a list to go on; at least 1 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait after a first failure; doubles up to <see cref="MaxBackoff"/>. The actual wait is random between 0 and that.</summary>
    public TimeSpan MinBackoff { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an informer that nobody follows any more goes on, so that a quick return finds it warm.</summary>
    public TimeSpan IdleLinger { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often discovery and the other documents are asked for again where nothing said that they changed.</summary>
    public TimeSpan DocumentsRefresh { get; set; } = TimeSpan.FromMinutes(5);
}
