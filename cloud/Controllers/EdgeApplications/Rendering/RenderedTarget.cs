namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>One target of an EdgeApplication, and what is made for it.</summary>
public sealed record RenderedTarget
{
    /// <summary>The NodeGroup's name, or <c>ls-</c> and a hash for a selector of nodes. No other target of the application has it.</summary>
    public required string Name { get; init; }

    /// <summary>The NodeGroup's name; null for a selector of nodes.</summary>
    public required string? NodeGroup { get; init; }

    /// <summary>The entry that it comes from: <c>spec.workloadScope.targetNodeGroups[1]</c>.</summary>
    public required string Place { get; init; }

    /// <summary>The label that all objects of this target carry, and no object of another target of the same application: key and value.</summary>
    public required KeyValuePair<string, string> Label { get; init; }

    /// <summary>The objects made for this target alone, in the order of their manifests; empty where there is a fault.</summary>
    public IReadOnlyList<RenderedObject> Objects { get; init; } = [];

    /// <summary>What stops this target, and no other. What runs there stays as it is.</summary>
    public IReadOnlyList<RenderFault> Faults { get; init; } = [];

    /// <summary>What does not stop it but should be known, for example that the NodeGroup does not exist yet.</summary>
    public IReadOnlyList<RenderFault> Notices { get; init; } = [];
}
