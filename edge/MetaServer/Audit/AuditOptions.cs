namespace KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

/// <summary>Where it is written who asked what.</summary>
public sealed class AuditOptions
{
    /// <summary>The least that <see cref="MaxBytes"/> may be.</summary>
    public const long LeastBytes = 64 << 10;

    /// <summary>The most that <see cref="MaxBytes"/> may be.</summary>
    public const long MostBytes = 1 << 30;

    /// <summary>The most that <see cref="MaxFiles"/> may be.</summary>
    public const int MostFiles = 100;

    /// <summary>The file, readable by its owner only. Empty, the default, writes none.</summary>
    public string Path { get; set; } = "";

    /// <summary>How large it may get, in bytes, before it becomes FILE.1. Between 64 KiB and 1 GiB; default 10 MiB.</summary>
    public long MaxBytes { get; set; } = 10 << 20;

    /// <summary>How many former files are kept: FILE.1 is the newest. Between 1 and 100; default 3.</summary>
    public int MaxFiles { get; set; } = 3;
}
