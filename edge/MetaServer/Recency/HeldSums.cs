using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>What is held of all that a request asks for, in short.</summary>
/// <param name="Sums">Names and versions.</param>
/// <param name="Sequence">The state.</param>
internal sealed record HeldSums(VersionSums Sums, long Sequence);
