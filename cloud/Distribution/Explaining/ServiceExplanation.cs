namespace KubeEdge.EdgeMesh.Cloud.Distribution.Explaining;

/// <summary>What a node sees of a Service, and why.</summary>
/// <param name="Service"><c>namespace/name</c></param>
/// <param name="Node">The node that looks.</param>
/// <param name="Group">Its group; empty for none.</param>
/// <param name="Topology">What the Service's annotation says; empty where it has none.</param>
/// <param name="Levels">The levels that are tried one after the other: <c>node</c>, <c>nodegroup</c>, <c>any</c>.</param>
/// <param name="Notes">What a person should know besides: an annotation that is not understood, a node that sees nothing.</param>
/// <param name="Pools">The backends, one entry for each address family of the slices, and one for the Endpoints.</param>
public sealed record ServiceExplanation(
    string Service, string Node, string Group, string Topology, IReadOnlyList<string> Levels, IReadOnlyList<string> Notes, IReadOnlyList<ExplainedPool> Pools);
