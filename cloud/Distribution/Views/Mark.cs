using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>A statement about a collection, in its place among the changes.</summary>
internal sealed record Mark(GroupVersionResource Collection, MarkState State, ShareScope Scope, long Revision, string Reason = "", string User = "");
