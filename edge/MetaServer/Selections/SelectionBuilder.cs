using KubeEdge.EdgeMesh.Edge.Store.Reading;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Selections;

/// <summary>
/// Cuts a list into pieces. Where a piece ends its versions decide, and not their number, so a change alters the pieces beside it and leaves
/// all others what they were.
/// </summary>
internal sealed class SelectionBuilder
{
    // Smaller ones would be made anew for less after a change; but to begin one costs the compressor as much as 100 KiB of it.
    private const int Smallest = 128 * 1024;
    private const int Largest = 512 * 1024;

    private readonly List<long> _versions = [];
    private readonly List<int> _ends = [];
    private long _total;
    private long _piece;

    public void Add(long version, int size)
    {
        _versions.Add(version);
        _total += size;
        _piece += size;
        if (_piece >= Largest || (_piece >= Smallest && IsEnd(version))) End();
    }

    public Selection Complete(Snapshot snapshot)
    {
        if (_piece > 0) End();
        return new Selection(snapshot, [.. _versions], [.. _ends], _total);
    }

    /// <summary>One version in sixty-four, spread evenly.</summary>
    private static bool IsEnd(long version) => unchecked((ulong)version * 0x9E3779B97F4A7C15) >> 58 == 0;

    private void End()
    {
        _ends.Add(_versions.Count);
        _piece = 0;
    }
}
