using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Packing;

/// <summary>
/// Pieces of lists that have been compressed for somebody, and serve everybody: every client-go asks for gzip, and to compress a list costs several times
/// what it costs to send it. One is compressed at a time. What was used within a minute is not displaced, so a list that is too long
/// for the memory keeps what fits; what nobody has used for five minutes goes.
/// </summary>
internal sealed class PackedPieces : IDisposable
{
    /// <summary>So much is kept.</summary>
    internal const int MostBytes = 8 << 20;

    private static readonly TimeSpan Wanted = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly IObjectReader _reader;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _packing = new(1);
    private readonly PiecePacker _packer = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(long First, long Last, int Count), Entry> _entries = [];
    private readonly ITimer _sweep;
    private long _bytes;

    public PackedPieces(IObjectReader reader, TimeProvider time)
    {
        (_reader, _time) = (reader, time);
        _sweep = time.CreateTimer(static state => ((PackedPieces)state!).Sweep(Idle), this, Wanted, Wanted);
    }

    /// <summary>How often something was compressed.</summary>
    internal long Packed { get; private set; }

    /// <summary>The piece of these versions.</summary>
    /// <exception cref="SnapshotExpiredException">The state is no longer held.</exception>
    public async ValueTask<PackedPiece> GetAsync(
        GroupVersionResource resource, Snapshot snapshot, ReadOnlyMemory<long> versions, JsonTexts texts, CancellationToken cancellationToken)
    {
        if (Find(versions.Span) is { } known) return known;
        await _packing.WaitAsync(cancellationToken);
        try
        {
            if (Find(versions.Span) is { } meanwhile) return meanwhile;
            using var objects = _reader.OpenVersions(resource, snapshot, versions);
            var piece = _packer.Pack(objects, texts);
            Packed++;
            Keep(versions.Span, piece);
            return piece;
        }
        finally
        {
            _packing.Release();
        }
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _packing.Dispose();
        _packer.Dispose();
    }

    private PackedPiece? Find(ReadOnlySpan<long> versions)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(KeyOf(versions), out var entry) || !versions.SequenceEqual(entry.Versions)) return null;
            entry.Used = _time.GetTimestamp();
            return entry.Piece;
        }
    }

    private void Keep(ReadOnlySpan<long> versions, PackedPiece piece)
    {
        if (_bytes + piece.Deflated.Length > MostBytes) Sweep(Wanted);
        lock (_gate)
        {
            if (_bytes + piece.Deflated.Length > MostBytes) return;
            var key = KeyOf(versions);
            if (_entries.Remove(key, out var replaced)) _bytes -= replaced.Piece.Deflated.Length;
            _entries[key] = new Entry(versions.ToArray(), piece) { Used = _time.GetTimestamp() };
            _bytes += piece.Deflated.Length;
        }
    }

    /// <summary>Lets go of what has not been used for so long.</summary>
    private void Sweep(TimeSpan unused)
    {
        lock (_gate)
        {
            foreach (var (key, entry) in _entries)
            {
                if (_time.GetElapsedTime(entry.Used) < unused) continue;
                _entries.Remove(key);
                _bytes -= entry.Piece.Deflated.Length;
            }
        }
    }

    private static (long First, long Last, int Count) KeyOf(ReadOnlySpan<long> versions) => (versions[0], versions[^1], versions.Length);

    /// <param name="Versions">All of them: the key alone may name several pieces.</param>
    /// <param name="Piece">Their piece.</param>
    private sealed record Entry(long[] Versions, PackedPiece Piece)
    {
        public long Used { get; set; }
    }
}
