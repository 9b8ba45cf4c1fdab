namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary>What the process says to whoever started it; the README lists them.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>It did not work now: the cloud cannot be reached, or the kernel was busy, for example. Trying again may help.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The daemon is not running (status).</summary>
    public const int NotRunning = 3;

    /// <summary>Something has to be mended first: a token, a name, a directory, a port that is taken. Trying again does not help.</summary>
    public const int Misconfigured = 4;
}
