namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Whom every line is asked of.</summary>
public sealed class ServerNames : TheoryData<string>
{
    /// <summary>A real kube-apiserver, where one is at hand: it is always right.</summary>
    public const string Real = "apiserver";

    /// <summary>The sandbox's API server.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>The MetaServer of a node with a cloud.</summary>
    public const string Online = "online";

    /// <summary>The MetaServer of a node that has lost its cloud.</summary>
    public const string Offline = "offline";

    /// <summary>The MetaServer of a node that has lost its cloud and then was killed and started again.</summary>
    public const string Restarted = "restarted";

    /// <summary>In the order of the table's columns.</summary>
    public static IReadOnlyList<string> All { get; } = [Real, Sandbox, Online, Offline, Restarted];

    /// <summary>All of them.</summary>
    public ServerNames() : base(All)
    {
    }
}
