namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

/// <summary>Which objects a list of the cluster shows, and in which version each.</summary>
/// <param name="Revision">The list's own resourceVersion; 0 where it is one object, which carries none.</param>
/// <param name="Versions">The objects, in the order of a list.</param>
/// <param name="HasMore">Whether it is a page that others follow: then nothing is said of what lies behind its last object.</param>
/// <param name="Told">Which buckets are told of, as <see cref="VersionSums"/> numbers them; null for all. In the others is what the one who asked said he holds.</param>
public sealed record VersionedList(long Revision, ListedVersions Versions, bool HasMore, IReadOnlyList<bool>? Told = null);
