using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>Asks a node what it holds in the buckets whose digests differ.</summary>
internal sealed record InventoryQuestion(GroupVersionResource Collection, int BucketCount, IReadOnlyList<int> Buckets);
