namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;

/// <summary>A node without a machine: its kubelet says that everything runs.</summary>
/// <param name="Name">The node's name.</param>
public sealed record HollowNode(string Name)
{
    /// <summary>Labels beside those that every node has; <c>topology.kubernetes.io/zone</c> becomes the zone of its endpoints.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Its address; null for a free one of 172.16.0.0/12.</summary>
    public string? Address { get; init; }
}
