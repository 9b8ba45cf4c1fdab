namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>What one binding gives its subjects. Compared by reference.</summary>
/// <param name="rules">The rules of its role; none where that is missing.</param>
/// <param name="missing">What is said of a role that is not there; null where it is.</param>
internal sealed class RbacGrant(RbacRule[] rules, string? missing)
{
    public RbacRule[] Rules { get; } = rules;

    public string? Missing { get; } = missing;
}
