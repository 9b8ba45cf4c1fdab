namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>May a caller do what it asks?</summary>
public enum AuthorizationDecision
{
    /// <summary>The rules are not fully held.</summary>
    Unknown,

    /// <summary>No rule grants it.</summary>
    Denied,

    /// <summary>A rule grants it.</summary>
    Allowed,
}
