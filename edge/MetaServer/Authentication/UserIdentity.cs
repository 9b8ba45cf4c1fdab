using System.Collections.Frozen;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>Who asks.</summary>
/// <param name="Name">For example <c>system:serviceaccount:shop:till</c> or <c>system:node:hz-1</c>.</param>
/// <param name="Groups">For example <c>system:authenticated</c>.</param>
public sealed record UserIdentity(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The user's UID; empty where there is none.</summary>
    public string Uid { get; init; } = "";

    /// <summary>What else is known, as the API server names it: the pod and node of a token, the credential's id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Whether a client certificate says so: that ends at this server, and cannot be handed on to the cluster.</summary>
    public bool IsByCertificate { get; init; }

    /// <summary>A caller without credentials: <c>system:anonymous</c>.</summary>
    public static UserIdentity Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    /// <summary>A caller whom only the cluster can name: nothing is answered here.</summary>
    public static UserIdentity Undecided { get; } = new("", []);

    /// <summary>The group of the nodes' own identities.</summary>
    public const string Nodes = "system:nodes";

    /// <summary>What the name of a node's own identity begins with.</summary>
    public const string NodePrefix = "system:node:";

    /// <summary>Whether this is the own identity of a node, which the Node authoriser knows.</summary>
    public bool IsNode(string node) => Name.Length == NodePrefix.Length + node.Length && Name.StartsWith(NodePrefix, StringComparison.Ordinal)
        && Name.EndsWith(node, StringComparison.Ordinal) && Groups.Contains(Nodes);

    /// <summary>The group that passes every check.</summary>
    public const string Masters = "system:masters";
}
