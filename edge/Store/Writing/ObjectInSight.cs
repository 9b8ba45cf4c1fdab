using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>Whether somebody watches what an object would be part of.</summary>
internal delegate bool ObjectInSight(GroupVersionResource resource, ObjectKey key, ReadOnlySpan<byte> json);
