using System.Diagnostics.CodeAnalysis;
using KubeEdge.EdgeMesh.Proto.Wire.Digests;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>
/// What one audience sees of one collection, and the viewers who belong to it. Everything happens under the lock of the views.
/// Digests are kept, at the finest division, from the first time that a table of some size is asked for them; sums fold to any coarser one.
/// </summary>
internal sealed class ShareTable(IChangeEncoder encoder)
{
    private const int WorthKeeping = 64;
    private readonly Dictionary<ObjectIdentity, ObjectChange> _entries = [];
    private readonly Dictionary<Viewer, ViewedCollection> _viewers = [];
    private ulong[]? _sums;

    public IReadOnlyCollection<ObjectChange> Entries => _entries.Values;

    public int Viewers => _viewers.Count;

    public bool TryGet(ObjectIdentity identity, [NotNullWhen(true)] out ObjectChange? change) => _entries.TryGetValue(identity, out change);

    public bool Has(ObjectIdentity identity) => _entries.ContainsKey(identity);

    /// <summary>Sets an object's state and tells every viewer who sees it here.</summary>
    public void Put(ObjectChange change)
    {
        if (_entries.TryGetValue(change.Identity, out var older)) Count(older, add: false);
        _entries[change.Identity] = change;
        Count(change, add: true);
        foreach (var (viewer, viewed) in _viewers)
        {
            if (viewed.SeesIn(this, change.Identity)) Send(change, viewer);
        }
    }

    /// <summary>Takes an object out and tells every viewer who saw it here. For one who sees it through another table now it has only changed.</summary>
    public void Remove(ObjectChange deletion)
    {
        if (!_entries.Remove(deletion.Identity, out var older)) return;
        Count(older, add: false);
        foreach (var (viewer, viewed) in _viewers)
        {
            if (!viewed.SeesIn(this, deletion.Identity)) continue;
            if (viewed.Find(deletion.Identity) is not { } uncovered) Send(deletion, viewer);
            else if (uncovered.Tag != older.Tag) Send(uncovered, viewer);
        }
    }

    /// <summary>Sends one entry to one viewer.</summary>
    public void Send(ObjectChange change, Viewer viewer) => viewer.Outbox.Enqueue(change.Encode(encoder));

    public void Join(Viewer viewer, ViewedCollection viewed) => _viewers.Add(viewer, viewed);

    public void Leave(Viewer viewer) => _viewers.Remove(viewer);

    /// <summary>Adds this table's digests to <paramref name="sums"/>, whose length is the number of buckets.</summary>
    public void AddDigests(Span<ulong> sums)
    {
        if (_sums is null && _entries.Count >= WorthKeeping)
        {
            _sums = new ulong[Digest.MaxBuckets];
            foreach (var entry in _entries.Values) Count(entry, add: true);
        }
        if (_sums is null)
        {
            foreach (var entry in _entries.Values)
                sums[Digest.Bucket(entry.Identity.KeyHash, sums.Length)] += Digest.Mix(entry.Identity.KeyHash, entry.Tag);
            return;
        }
        for (var i = 0; i < _sums.Length; i++) sums[i & (sums.Length - 1)] += _sums[i];
    }

    private void Count(ObjectChange entry, bool add)
    {
        if (_sums is null) return;
        var mixed = Digest.Mix(entry.Identity.KeyHash, entry.Tag);
        ref var sum = ref _sums[Digest.Bucket(entry.Identity.KeyHash, _sums.Length)];
        sum = add ? sum + mixed : sum - mixed;
    }
}
