namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

/// <summary>Where an object keeps what its scale subresource shows, as paths such as <c>.spec.replicas</c>.</summary>
/// <param name="SpecReplicas">The number that is wanted.</param>
/// <param name="StatusReplicas">The number that exists.</param>
/// <param name="LabelSelector">The selector, as an object or as text; null where the object has none.</param>
internal sealed record ScalePaths(string SpecReplicas, string StatusReplicas, string? LabelSelector);
