namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>One backend, where it stands in the JSON of the list that names it.</summary>
/// <param name="Node">The node it says it is on; null where it says none.</param>
/// <param name="Ready">Whether a proxy would send it new connections.</param>
/// <param name="Start">Where it begins, in bytes.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct Backend(string? Node, bool Ready, int Start, int Length)
{
    public int End => Start + Length;
}
