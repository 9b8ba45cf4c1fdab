using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>What a node said in Hello of one collection that it holds.</summary>
internal sealed record HeldCollection(GroupVersionResource Collection, long Revision, ulong[] Digests);
