using KubeEdge.EdgeMesh.Edge.Store.Sealing;

namespace KubeEdge.EdgeMesh.Edge.Store;

/// <summary>Where the store lies, and how much history it keeps.</summary>
public sealed class StoreOptions
{
    /// <summary>The directory of the database, ours alone: created, claimed and closed to others. This or <see cref="FileName"/>.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>The database itself, in a directory that may be shared. Takes precedence over <see cref="DataDirectory"/>.</summary>
    public string? FileName { get; set; }

    /// <summary>
    /// Whether this store is itself the source of truth, so that every collection is as new as the newest of them. False at an edge, where
    /// a collection is known only up to its own last change or mark. Default: false.
    /// </summary>
    public bool IsSource { get; set; }

    /// <summary>At least so many changes of each collection stay in the log: watches resume and lists go on from any of them. Default: 1,000.</summary>
    public int KeepEvents { get; set; } = 1_000;

    /// <summary>A change stays in the log at least so long, as far as <see cref="MaxEvents"/> allows. Default: 10 minutes.</summary>
    public TimeSpan KeepTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>More changes of one collection than this are not kept, however young they are. Default: 10,000.</summary>
    public int MaxEvents { get; set; } = 10_000;

    /// <summary>How often the log is looked through for what may go. Default: 15 seconds.</summary>
    public TimeSpan PruneInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// So many changes of one collection are kept in memory for a watcher that lags; one that lags more reads from the log, and ends
    /// when the log is cut below it. Default: 1,000.
    /// </summary>
    public int WatchBufferEvents { get; set; } = 1_000;

    /// <summary>So many bytes of changes of one collection are kept in memory for a watcher that lags. Default: 2 MiB.</summary>
    public int WatchBufferBytes { get; set; } = 2 << 20;

    /// <summary>The page cache of the connection that writes; each one that reads has a quarter. In KiB. Default: 1,024.</summary>
    public int CacheKiB { get; set; } = 1_024;

    /// <summary>With what Secrets are encrypted; null to keep them as they are. Another key than before forgets the Secrets that are held: they are fetched anew. Default: null.</summary>
    public SecretsKey? SecretsKey { get; set; }

    /// <summary>How hard commits press. Default: <see cref="SynchronousLevel.Normal"/>.</summary>
    public SynchronousLevel Synchronous { get; set; } = SynchronousLevel.Normal;
}
