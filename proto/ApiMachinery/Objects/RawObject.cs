namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

/// <summary>An object as the API server sent it, with the few facts that everybody needs already read.</summary>
/// <param name="Json">UTF-8, with kind and apiVersion; never changed after construction.</param>
/// <param name="Key">Its place in its collection.</param>
/// <param name="Uid"><c>metadata.uid</c></param>
/// <param name="Revision"><c>metadata.resourceVersion</c> as a number.</param>
public sealed record RawObject(ReadOnlyMemory<byte> Json, ObjectKey Key, string Uid, long Revision);
