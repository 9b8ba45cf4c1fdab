namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

/// <summary>Reads names and versions out of an answer of the cluster as it streams by.</summary>
internal interface IMetadataReader
{
    /// <summary>Reads a piece and returns how much of it was understood: the rest must come again, before what follows it.</summary>
    int Read(ReadOnlyMemory<byte> piece, bool isLast);

    /// <summary>What was read.</summary>
    VersionedList Complete();
}
