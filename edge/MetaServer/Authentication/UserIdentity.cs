namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>Who asks.</summary>
/// <param name="Name">For example <c>system:serviceaccount:shop:till</c> or <c>system:node:hz-1</c>.</param>
/// <param name="Groups">For example <c>system:authenticated</c>.</param>
public sealed record UserIdentity(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The user's UID; empty where there is none.</summary>
    public string Uid { get; init; } = "";

    /// <summary>A caller without credentials: <c>system:anonymous</c>.</summary>
    public static UserIdentity Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    /// <summary>A caller whom only the cluster can name: nothing is answered here.</summary>
    public static UserIdentity Undecided { get; } = new("", []);

    /// <summary>The group that passes every check.</summary>
    public const string Masters = "system:masters";
}
