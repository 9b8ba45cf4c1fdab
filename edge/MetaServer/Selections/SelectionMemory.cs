using System.Buffers;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Selections;

/// <summary>
/// Remembers what lists have shown, so that the next one reads only what it sends. Whether a version matches a selector never changes: after a change
/// the names are walked anew, and an object is read to be decided on only where it has changed. One is worked out at a time; who asks for the same meanwhile shares it.
/// </summary>
internal sealed class SelectionMemory(IObjectReader reader) : IDisposable
{
    /// <summary>So many selections are remembered.</summary>
    private const int MostKnown = 16;

    /// <summary>So many versions are remembered in all; a selection of more is worked out for each list. 8 bytes each.</summary>
    private const int MostVersions = 100_000;

    /// <summary>What is worked with keeps its room, unless it was more than this.</summary>
    private const int MostRoom = 32_768;

    /// <summary>From so many objects on two processors decide.</summary>
    private const int WorthTwo = 512;

    private readonly SemaphoreSlim _working = new(1);
    private readonly List<(long Version, int Size)> _candidates = [];
    private readonly List<long> _undecided = [];
    private readonly HashSet<long> _refused = [];
    private readonly HashSet<long> _refusedBeside = [];
    private readonly Lock _gate = new();
    private readonly LinkedList<(SelectionKey Key, Selection Selection)> _known = new();

    /// <summary>How often an object was read to be decided on.</summary>
    internal long Decisions { get; private set; }

    /// <summary>What a list of a state shows.</summary>
    /// <exception cref="SnapshotExpiredException">The state is no longer held.</exception>
    public async ValueTask<Selection> SelectAsync(ReadRequest request, ListQuery query, CancellationToken cancellationToken)
    {
        var (filter, options) = (request.Filter, request.Options);
        var key = new SelectionKey(query.Resource, filter.Namespace, filter.Name, options.Labels.ToString(), options.Fields.ToString());
        if (Find(key) is { } known && known.Snapshot.Sequence == query.Snapshot.Sequence) return known;
        await _working.WaitAsync(cancellationToken);
        try
        {
            var before = Find(key);
            if (before?.Snapshot.Sequence == query.Snapshot.Sequence) return before;
            // A state before the remembered one holds versions that have not been decided on, and nobody will ask for it again.
            var isNewer = before is null || before.Snapshot.Sequence < query.Snapshot.Sequence;
            var selection = await SelectAsync(query, filter, isNewer ? before : null);
            if (isNewer) Keep(key, selection);
            return selection;
        }
        finally
        {
            _working.Release();
        }
    }

    public void Dispose() => _working.Dispose();

    private async ValueTask<Selection> SelectAsync(ListQuery query, ObjectFilter filter, Selection? before)
    {
        try
        {
            FindCandidates(query, filter, before);
            await DecideAsync(query.Resource, query.Snapshot, filter);
            var selection = new SelectionBuilder();
            foreach (var (version, size) in _candidates)
            {
                if (!_refused.Contains(version)) selection.Add(version, size);
            }
            return selection.Complete(query.Snapshot);
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>Walks the names: what the key refuses, and what has been refused before, is none.</summary>
    private void FindCandidates(ListQuery query, ObjectFilter filter, Selection? before)
    {
        var known = ArrayPool<long>.Shared.Rent(before?.Versions.Length ?? 0);
        try
        {
            var chosen = known.AsSpan(0, before?.Versions.Length ?? 0);
            before?.Versions.CopyTo(chosen);
            chosen.Sort();
            using var cursor = reader.OpenList(query with { VersionsOnly = true });
            while (cursor.MoveNext())
            {
                if (filter.Name.Length > 0 && !filter.MatchesKey(cursor.Key)) continue;
                var version = cursor.Sequence;
                if (filter.ReadsObjects)
                {
                    if (version > (before?.Snapshot.Sequence ?? -1)) _undecided.Add(version);
                    else if (chosen.BinarySearch(version) < 0) continue;
                }
                _candidates.Add((version, cursor.Size));
            }
        }
        finally
        {
            ArrayPool<long>.Shared.Return(known);
        }
    }

    /// <summary>
    /// Reads what has not been decided on. Where that is much, as in the first list after a start, which somebody waits for, on two processors.
    /// </summary>
    private async ValueTask DecideAsync(GroupVersionResource resource, Snapshot snapshot, ObjectFilter filter)
    {
        if (_undecided.Count == 0) return;
        ReadOnlyMemory<long> undecided = _undecided.ToArray();
        Decisions += undecided.Length;
        var mine = undecided.Length < WorthTwo || Environment.ProcessorCount == 1 ? undecided.Length : undecided.Length / 2;
        var beside = mine == undecided.Length ? Task.CompletedTask : Task.Run(() => Decide(resource, snapshot, filter, undecided[mine..], _refusedBeside));
        try
        {
            Decide(resource, snapshot, filter, undecided[..mine], _refused);
        }
        finally
        {
            // Whatever comes of the first half: the second writes into what is used again.
            await beside;
        }
        _refused.UnionWith(_refusedBeside);
    }

    private void Decide(GroupVersionResource resource, Snapshot snapshot, ObjectFilter filter, ReadOnlyMemory<long> undecided, HashSet<long> refused)
    {
        using var cursor = reader.OpenVersions(resource, snapshot, undecided);
        while (cursor.MoveNext())
        {
            if (!filter.MatchesObject(cursor.Json)) refused.Add(cursor.Sequence);
        }
    }

    private void Clear()
    {
        var isLarge = _candidates.Count > MostRoom || _refused.Count > MostRoom;
        _candidates.Clear();
        _undecided.Clear();
        _refused.Clear();
        _refusedBeside.Clear();
        if (!isLarge) return;
        _candidates.TrimExcess();
        _undecided.TrimExcess();
        _refused.TrimExcess();
        _refusedBeside.TrimExcess();
    }

    private Selection? Find(SelectionKey key)
    {
        lock (_gate)
        {
            if (NodeOf(key) is not { } node) return null;
            _known.Remove(node);
            _known.AddFirst(node);
            return node.Value.Selection;
        }
    }

    private void Keep(SelectionKey key, Selection selection)
    {
        lock (_gate)
        {
            if (NodeOf(key) is { } old) _known.Remove(old);
            if (selection.Versions.Length > MostVersions) return;
            _known.AddFirst((key, selection));
            while (_known.Count > MostKnown || _known.Sum(static entry => entry.Selection.Versions.Length) > MostVersions) _known.RemoveLast();
        }
    }

    private LinkedListNode<(SelectionKey Key, Selection Selection)>? NodeOf(SelectionKey key)
    {
        var node = _known.First;
        while (node is not null && node.Value.Key != key) node = node.Next;
        return node;
    }
}
