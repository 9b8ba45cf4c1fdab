namespace KubeEdge.EdgeMesh.Cloud.Distribution.Explaining;

/// <summary>The backends of a Service that a proxy takes as one.</summary>
/// <param name="Kind"><c>EndpointSlice</c> or <c>Endpoints</c>.</param>
/// <param name="Family">The address type of the slices; empty for Endpoints.</param>
/// <param name="Level">The level that the node is shown.</param>
/// <param name="Why">Why it is this one.</param>
/// <param name="Backends">Each backend.</param>
public sealed record ExplainedPool(string Kind, string Family, string Level, string Why, IReadOnlyList<ExplainedBackend> Backends);
