using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>A caller who may read a whole collection: however many nodes it runs on, this is asked once.</summary>
internal readonly record struct GrantKey(string User, GroupVersionResource Collection);
