namespace KubeEdge.EdgeMesh.Tests.Demo.Mesh;

/// <summary>What to start, and where.</summary>
public sealed record MeshOptions
{
    /// <summary>Where certificates, databases, kubeconfigs and logs go. Removed with the mesh unless <see cref="Keep"/> is set.</summary>
    public required string Directory { get; init; }

    /// <summary>The nodes of the sandbox; each gets an edge daemon.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = ["hz-1", "hz-2", "bj-1", "sh-1"];

    /// <summary>A kubeconfig of a cluster to use in place of the sandbox, as its administrator.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>
    /// The cluster of <see cref="Kubeconfig"/> is a bare API server: the sandbox's controllers and hollow kubelets bring it to life. Where it
    /// has controllers and these nodes already, leave it false.
    /// </summary>
    public bool IsBare { get; init; }

    /// <summary>
    /// Runs the cloud as it runs in a cluster: with the ServiceAccount and the rights of <see cref="CloudManifests"/>, and nothing else.
    /// Otherwise it runs as the administrator.
    /// </summary>
    public bool IsCloudConfined { get; init; }

    /// <summary>The manifests whose accounts and rights a confined cloud gets, beside this program.</summary>
    public IReadOnlyList<string> CloudManifests { get; init; } = ["edgemesh-cloud.yaml"];

    /// <summary>What the cloud is told besides.</summary>
    public IReadOnlyList<string> CloudArguments { get; init; } = [];

    /// <summary>The edge daemon to run: the build beside this program, or the path of a published binary.</summary>
    public string EdgeProgram { get; init; } = "edgemesh-edge";

    /// <summary>What each edge daemon is told besides, for example limits.</summary>
    public IReadOnlyList<string> EdgeArguments { get; init; } = [];

    /// <summary>Leaves the directory when all is over.</summary>
    public bool Keep { get; init; }

    /// <summary>How much the daemons log.</summary>
    public string LogLevel { get; init; } = "information";

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
