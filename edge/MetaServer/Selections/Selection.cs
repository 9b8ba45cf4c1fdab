using KubeEdge.EdgeMesh.Edge.Store.Reading;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Selections;

/// <summary>What a list shows: the versions that one state holds and its selectors choose, in the order of a list, cut into pieces.</summary>
/// <param name="Snapshot">The state.</param>
/// <param name="Versions">As <see cref="IListCursor.Sequence"/> names them.</param>
/// <param name="Ends">Where each piece ends.</param>
/// <param name="Bytes">How long their JSON is in all.</param>
internal sealed record Selection(Snapshot Snapshot, long[] Versions, int[] Ends, long Bytes)
{
    /// <summary>How many pieces there are.</summary>
    public int Pieces => Ends.Length;

    /// <summary>So many versions in a row come to about so many bytes.</summary>
    public int CountOf(int bytes) => Versions.Length == 0 ? 1 : (int)Math.Clamp(bytes * (long)Versions.Length / Math.Max(1, Bytes), 1, Versions.Length);

    /// <summary>The versions of one piece.</summary>
    public ReadOnlyMemory<long> Piece(int index)
    {
        var start = index == 0 ? 0 : Ends[index - 1];
        return Versions.AsMemory(start, Ends[index] - start);
    }
}
