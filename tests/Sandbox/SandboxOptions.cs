using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Tests.Sandbox;

/// <summary>How to start a <see cref="SandboxCluster"/>.</summary>
public sealed class SandboxOptions
{
    /// <summary>The address to listen on. Default: 127.0.0.1.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port to listen on; 0, the default, takes a free one, which the cluster then keeps.</summary>
    public int Port { get; set; }

    /// <summary>
    /// Where the cluster lives: its database and its keys, so that it can be started again with the same kubeconfigs. Null, the default,
    /// makes a temporary directory that is removed at the end.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>Names and addresses besides the usual ones that the serving certificate is good for.</summary>
    public IList<string> ServerNames { get; } = [];

    /// <summary>Nodes to make at the start, each with a hollow kubelet. Default: none.</summary>
    public IList<string> Nodes { get; } = [];

    /// <summary>Whether the controllers run: workloads, scheduler, hollow kubelets, endpoints. Default: true.</summary>
    public bool Controllers { get; set; } = true;

    /// <summary>How long things take on hollow nodes.</summary>
    public HollowTimes HollowTimes { get; set; } = new();

    /// <summary>Seeds generated names, UIDs and addresses. Default: taken from the clock.</summary>
    public int? Seed { get; set; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where it logs. Default: nowhere.</summary>
    public ILoggerFactory Logging { get; set; } = NullLoggerFactory.Instance;
}
