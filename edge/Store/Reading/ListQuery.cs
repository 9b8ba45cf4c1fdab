using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>Which objects to list, and in which state.</summary>
/// <param name="Resource">The collection.</param>
/// <param name="Snapshot">The state to read: all pages of a list name the same one.</param>
/// <param name="Namespace">Only this namespace; null for all of them.</param>
/// <param name="After">Start behind this key; null for the beginning.</param>
/// <param name="VersionsOnly">Whether only names and versions are asked for, which costs a tenth of the reading.</param>
public sealed record ListQuery(
    GroupVersionResource Resource, Snapshot Snapshot, string? Namespace = null, ObjectKey? After = null, bool VersionsOnly = false);
