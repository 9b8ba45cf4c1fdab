using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Watching;

/// <summary>Whether a watcher would be shown an object. Called inside a writer's turn: it must be quick, and look at nothing else.</summary>
/// <param name="key">Its key, which has been matched.</param>
/// <param name="json">The object.</param>
public delegate bool ObjectSight(ObjectKey key, ReadOnlySpan<byte> json);
