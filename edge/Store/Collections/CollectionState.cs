using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Collections;

/// <summary>What the store knows of one collection.</summary>
/// <param name="Resource">The collection.</param>
/// <param name="Complete">The scope that is fully held; <see cref="CollectionScope.None"/> until the first snapshot has arrived whole.</param>
/// <param name="Revision">Up to here everything in scope has been seen.</param>
/// <param name="Count">How many objects are held.</param>
/// <param name="Bytes">Their JSON, in bytes.</param>
public sealed record CollectionState(GroupVersionResource Resource, CollectionScope Complete, long Revision, long Count, long Bytes);
