using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Edge.Store.Publishing;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>The inside of one transaction: rows go to SQLite at once, heads are kept here until the commit.</summary>
internal sealed class StoreTransaction(
    Connection connection, StoreHead before, bool isSource, long now, ObjectInSight isWatched) : IStoreTransaction
{
    /// <summary>What is encrypted.</summary>
    internal static readonly GroupVersionResource Secrets = new("", "v1", "secrets");

    private readonly ObjectRows _rows = new(connection);
    private readonly Dictionary<GroupVersionResource, WorkingCollection> _collections = [];
    private long _sequence = before.Sequence;
    private long _revision = before.Revision;
    private bool _over;

    /// <inheritdoc/>
    public long Revision
    {
        get
        {
            ThrowIfOver();
            return _revision;
        }
    }

    /// <inheritdoc/>
    public void Advance(long revision)
    {
        ThrowIfOver();
        _revision = Math.Max(_revision, revision);
    }

    /// <inheritdoc/>
    public long NextRevision()
    {
        ThrowIfOver();
        return ++_revision;
    }

    /// <inheritdoc/>
    public StoredObject? Get(GroupVersionResource resource, ObjectKey key)
    {
        ThrowIfOver();
        return Find(resource) is { } collection ? _rows.Read(collection.Head.Id, key) : null;
    }

    /// <inheritdoc/>
    public long Put(GroupVersionResource resource, ObjectKey key, ReadOnlySpan<byte> json, long revision, ulong tag = 0)
    {
        ThrowIfOver();
        ArgumentException.ThrowIfNullOrEmpty(key.Name, nameof(key));
        var collection = FindOrAdd(resource);
        var current = _rows.Current(collection.Head.Id, key);
        if (current is { } same && tag != 0 && same.Tag == tag) return same.Revision;

        // Deleted and made anew under the same name, which reached us as one change: no API server tells it as one.
        if (current is { } former && !isSource && _rows.IsAnother(former, json))
        {
            var buried = Bury(collection, key, former, revision);
            return Write(collection, key, json, tag, Place(collection, revision, buried.Revision), null);
        }
        var above = current?.Revision ?? (isSource ? 0 : _rows.Gone(collection.Head.Id, key));
        return Write(collection, key, json, tag, Place(collection, revision, above, keeps: current is null && Keeps(collection.Head, key, json, revision)), current);
    }

    private long Write(WorkingCollection collection, ObjectKey key, ReadOnlySpan<byte> json, ulong tag, Place place, ObjectRow? current)
    {
        var rewritten = ResourceVersion.Rewrite(json, place.Revision);
        var stored = rewritten is null ? json : rewritten;
        var row = new ObjectRow(place.Sequence, place.Revision, tag, stored.Length);
        var type = current is null ? WatchEventType.Added : WatchEventType.Modified;
        _rows.Append(collection.Head.Id, key, type, row, place.IsShared, current?.Sequence ?? 0, now, collection.Head.Resource == Secrets ? connection.Seal(stored) : stored);
        Record(collection, place, current is null ? 1 : 0, stored.Length - (current?.Size ?? 0));
        return place.Revision;
    }

    /// <inheritdoc/>
    public bool Delete(GroupVersionResource resource, ObjectKey key, long revision)
    {
        ThrowIfOver();
        if (Find(resource) is not { } collection || _rows.Current(collection.Head.Id, key) is not { } current) return false;
        Remove(collection, key, current, Place(collection, revision, current.Revision));
        return true;
    }

    /// <inheritdoc/>
    public void MarkComplete(GroupVersionResource resource, CollectionScope scope, long revision)
    {
        ThrowIfOver();
        var collection = FindOrAdd(resource);
        var head = collection.Head;
        _revision = Math.Max(_revision, revision);
        var reached = Math.Max(head.Revision, revision);
        // What happened before a collection was first known whole is not known whole: nobody resumes from there.
        var begins = head.Scope == CollectionScope.None && scope != CollectionScope.None && !isSource;
        collection.Head = head with
        {
            Held = true,
            Scope = scope,
            Revision = reached,
            Oldest = begins ? head.Last : head.Oldest,
            OldestRevision = begins ? reached : head.OldestRevision,
            Events = begins ? 0 : head.Events,
        };
    }

    /// <inheritdoc/>
    public void Forget(GroupVersionResource resource)
    {
        ThrowIfOver();
        if (Find(resource) is not { Head.Held: true } collection) return;
        // The rows are swept later; a new life begins behind everything that a reader of the old one can have seen.
        HeadTable.Drop(connection, collection.Head.Id);
        _sequence++;
        collection.Head = new CollectionHead
        {
            Id = HeadTable.Insert(connection, resource),
            Resource = resource,
            Revision = collection.Head.Revision,
            Last = _sequence,
            Oldest = _sequence,
            OldestRevision = isSource ? _revision : collection.Head.Revision + 1,
        };
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<ObjectKey, ulong>> Tags(GroupVersionResource resource)
    {
        ThrowIfOver();
        return Find(resource) is { } collection ? _rows.Tags(collection.Head.Id, collection.Head.Count) : [];
    }

    /// <summary>Forgets all that is encrypted: with a key that is not there any more.</summary>
    public void ForgetSecrets()
    {
        Forget(Secrets);
        NoteTable.DropSecrets(connection);
    }

    /// <inheritdoc/>
    public byte[]? GetNote(string name)
    {
        ThrowIfOver();
        return NoteTable.Read(connection, name);
    }

    /// <inheritdoc/>
    public void SetNote(string name, byte[]? value)
    {
        ThrowIfOver();
        NoteTable.Write(connection, name, value);
    }

    /// <summary>Writes the heads that changed and returns what readers see once it is committed.</summary>
    public StoreHead Complete(out IReadOnlyCollection<GroupVersionResource> touched)
    {
        _over = true;
        var changed = _collections.Values.Where(collection => collection.IsChanged).Select(collection => collection.Head).ToArray();
        foreach (var head in changed) HeadTable.Save(connection, head);
        if (_revision != before.Revision && !changed.Any(head => head.Revision == _revision)) HeadTable.SaveRevision(connection, _revision);
        touched = [.. changed.Select(head => head.Resource)];
        return before with
        {
            Revision = _revision,
            Sequence = _sequence,
            Collections = before.Collections.SetItems(changed.Select(head => KeyValuePair.Create(head.Resource, head))),
        };
    }

    /// <summary>The transaction is over, however it ended.</summary>
    public void Close() => _over = true;

    /// <summary>
    /// Whether an object that comes into sight keeps a version from below what its collection has served: while nothing has been served yet, since
    /// objects of a first snapshot come in any order; and while a node holds its share of the collection, and nobody watches what the object is part
    /// of. So who reads it, here or through the cloud, and writes it back meets no conflict, also where a share becomes the whole.
    /// </summary>
    private bool Keeps(CollectionHead head, ObjectKey key, ReadOnlySpan<byte> json, long revision) => !isSource && revision <= head.Revision
        && (head.Scope == CollectionScope.None || (head.Scope == CollectionScope.Node && !isWatched(head.Resource, key, json)));

    /// <summary>
    /// Law 2: at which revision a change is served. Above what was served before, at its own. Otherwise at the stream's, unless it keeps its own
    /// (above): then nobody resumes from before it. Always above the version that it replaces, and, while that is remembered, above the deletion that it comes after: where even
    /// the stream has come no further than that, one above it, which the cluster reaches with its next change. So who goes on from a version is never told that what it holds was deleted and is back.
    /// </summary>
    private Place Place(WorkingCollection collection, long revision, long above, bool keeps = false)
    {
        var head = collection.Head;
        var served = isSource ? Math.Max(head.Revision, before.Revision) : head.Revision;
        var at = revision > served || keeps ? revision : Math.Max(_revision, served);
        if (!keeps && at <= above) at = above + 1;
        return new Place(++_sequence, at, IsShared: at <= served, IsOutOfOrder: at < served);
    }

    /// <summary>
    /// Deletes what another object of the same name has taken the place of: just below that one's revision where nothing has been served above
    /// it, since the cluster deleted it before that; otherwise where any late change goes.
    /// </summary>
    private ObjectRow Bury(WorkingCollection collection, ObjectKey key, ObjectRow former, long successor)
    {
        var (served, below) = (collection.Head.Revision, successor - 1);
        var place = below >= served && below > former.Revision ? new Place(++_sequence, below, IsShared: below == served, IsOutOfOrder: false) : Place(collection, below, former.Revision);
        return Remove(collection, key, former, place);
    }

    private ObjectRow Remove(WorkingCollection collection, ObjectKey key, ObjectRow current, Place place)
    {
        var row = new ObjectRow(place.Sequence, place.Revision, 0, 0);
        _rows.Append(collection.Head.Id, key, WatchEventType.Deleted, row, place.IsShared, current.Sequence, now, []);
        Record(collection, place, -1, -current.Size);
        return row;
    }

    private void Record(WorkingCollection collection, Place place, int objects, long bytes)
    {
        var head = collection.Head;
        var reached = Math.Max(head.Revision, place.Revision);
        // What lies out of order spoils the search for a revision below it, which nobody may begin at any more. Sequences go on as they were, and
        // with them whoever reads a state or follows the log; of a first snapshot nobody does.
        var begins = place.IsOutOfOrder && head.Scope == CollectionScope.None;
        collection.Head = head with
        {
            Held = true,
            Revision = reached,
            Last = place.Sequence,
            Count = head.Count + objects,
            Bytes = head.Bytes + bytes,
            Oldest = begins ? place.Sequence : head.Oldest,
            OldestRevision = place.IsOutOfOrder ? Math.Max(head.OldestRevision, reached) : head.OldestRevision,
            Events = begins ? 0 : head.Events + 1,
        };
        _revision = Math.Max(_revision, reached);
    }

    private WorkingCollection? Find(GroupVersionResource resource)
    {
        if (_collections.TryGetValue(resource, out var working)) return working;
        return before.Find(resource) is { } head ? _collections[resource] = new WorkingCollection(head, head) : null;
    }

    private WorkingCollection FindOrAdd(GroupVersionResource resource) => Find(resource) ??
        (_collections[resource] = new WorkingCollection(null, new CollectionHead { Id = HeadTable.Insert(connection, resource), Resource = resource }));

    private void ThrowIfOver()
    {
        if (_over) throw new InvalidOperationException("The transaction is over: use it only inside Transact.");
    }
}
