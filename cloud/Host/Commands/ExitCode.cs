namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary>What the process says to whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>It did not work now: the API server cannot be reached, or refuses. Trying again may help.</summary>
    public const int Failed = 1;

    /// <summary>For <c>render --diff</c>, as for <c>kubectl diff</c>: the cluster is not as the files say.</summary>
    public const int Differs = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>For <c>render --diff</c>: the API server cannot be reached, or refuses.</summary>
    public const int NoAnswer = 3;

    /// <summary>Something has to be mended first: a kubeconfig, an option, a port that is taken. Trying again does not help.</summary>
    public const int Misconfigured = 4;
}
