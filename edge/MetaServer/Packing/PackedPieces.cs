using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Packing;

/// <summary>
/// Pieces of lists that have been compressed for somebody, and serve everybody: every client-go asks for gzip, and to compress a list costs several times
/// what it costs to send it. As many are compressed at a time as there are
/// lanes. What was used within a minute is not displaced, so a list that is too long
/// for the memory keeps what fits; what nobody has used for five minutes goes.
/// </summary>
internal sealed class PackedPieces : IDisposable
{
    /// <summary>So much is kept.</summary>
    internal const int MostBytes = 8 << 20;

    /// <summary>Each costs half a megabyte. With a second one the first list after a start is there a quarter earlier.</summary>
    private const int MostLanes = 2;

    private static readonly TimeSpan Wanted = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly IObjectReader _reader;
    private readonly TimeProvider _time;
    private readonly Lane[] _lanes = [.. Enumerable.Range(0, Math.Min(MostLanes, Environment.ProcessorCount)).Select(_ => new Lane())];
    private readonly Lock _gate = new();
    private readonly Dictionary<(long First, long Last, int Count), Entry> _entries = [];
    private readonly ITimer _sweep;
    private long _bytes;
    private long _packed;

    public PackedPieces(IObjectReader reader, TimeProvider time)
    {
        (_reader, _time) = (reader, time);
        _sweep = time.CreateTimer(static state => ((PackedPieces)state!).Sweep(Idle), this, Wanted, Wanted);
    }

    /// <summary>How often something was compressed.</summary>
    internal long Packed => Interlocked.Read(ref _packed);

    /// <summary>The piece of these versions.</summary>
    /// <param name="resource">The collection.</param>
    /// <param name="snapshot">The state that shows them.</param>
    /// <param name="versions">The objects.</param>
    /// <param name="number">Which of its list it is: neighbours do not wait for each other.</param>
    /// <param name="texts">How the collection's items begin.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SnapshotExpiredException">The state is no longer held.</exception>
    public async ValueTask<PackedPiece> GetAsync(
        GroupVersionResource resource, Snapshot snapshot, ReadOnlyMemory<long> versions, int number, JsonTexts texts, CancellationToken cancellationToken)
    {
        if (Find(versions.Span) is { } known) return known;
        var lane = _lanes[number % _lanes.Length];
        await lane.Turn.WaitAsync(cancellationToken);
        try
        {
            if (Find(versions.Span) is { } meanwhile) return meanwhile;
            using var objects = _reader.OpenVersions(resource, snapshot, versions);
            var piece = lane.Packer.Pack(objects, texts);
            Interlocked.Increment(ref _packed);
            Keep(versions.Span, piece);
            return piece;
        }
        finally
        {
            lane.Turn.Release();
        }
    }

    /// <summary>Begins to compress what will be asked for next; null where that is known, or would only wait for what is under way.</summary>
    public Task<PackedPiece>? BeginAsync(
        GroupVersionResource resource, Snapshot snapshot, ReadOnlyMemory<long> versions, int number, JsonTexts texts, CancellationToken cancellationToken) =>
        _lanes.Length == 1 || Find(versions.Span) is not null
            ? null
            : Task.Run(() => GetAsync(resource, snapshot, versions, number, texts, cancellationToken).AsTask(), cancellationToken);

    public void Dispose()
    {
        _sweep.Dispose();
        foreach (var lane in _lanes) lane.Dispose();
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
        lock (_gate)
        {
            if (_bytes + piece.Deflated.Length > MostBytes) Sweep(Wanted);
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

    /// <summary>One who compresses, and whose turn it is.</summary>
    private sealed class Lane : IDisposable
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public PiecePacker Packer { get; } = new();

        public void Dispose()
        {
            Turn.Dispose();
            Packer.Dispose();
        }
    }

    /// <param name="Versions">All of them: the key alone may name several pieces.</param>
    /// <param name="Piece">Their piece.</param>
    private sealed record Entry(long[] Versions, PackedPiece Piece)
    {
        public long Used { get; set; }
    }
}
