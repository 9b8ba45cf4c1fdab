using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Collections;

/// <summary>Somebody on the node reads a collection that is not part of the node's share.</summary>
/// <param name="Resource">The collection.</param>
/// <param name="User">The caller, for example <c>system:serviceaccount:shop:till</c>.</param>
/// <param name="LastUsed">When it was last read.</param>
public sealed record CollectionInterest(GroupVersionResource Resource, string User, DateTimeOffset LastUsed);
