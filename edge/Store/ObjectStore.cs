using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Publishing;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Retention;
using KubeEdge.EdgeMesh.Edge.Store.Sealing;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Store;

/// <summary>The store, whole: every interface of this room on one SQLite database. Safe to use from any thread.</summary>
public sealed class ObjectStore : IObjectReader, IObjectWatcher, IObjectWriter, ICollections, ILink, IProgress, IDisposable
{
    /// <summary>As many connections for reading wait for their next use.</summary>
    private const int IdleReaders = 4;

    /// <summary>Under this name the database keeps the fingerprint of the key that Secrets are encrypted with.</summary>
    private const string KeyNote = "secrets-key";

    private readonly FileLock _lock;
    private readonly ReaderPool _pool;
    private readonly Publication _publication;
    private readonly ObjectReader _reader;
    private readonly ObjectWriter _writer;
    private readonly CollectionCatalog _catalog;
    private readonly InterestBook _interests;
    private readonly LinkBook _link;
    private readonly ProgressBook _progress = new();
    private readonly LogPruner _pruner;

    private ObjectStore(string file, FileLock held, Connection writer, StoreHead head, StoreOptions options, TimeProvider time, ILogger logger)
    {
        _lock = held;
        _pool = new ReaderPool(file, Math.Max(64, options.CacheKiB / 4), IdleReaders, options.SecretsKey);
        _publication = new Publication(head, _pool, options);
        _reader = new ObjectReader(_publication, _pool, options.IsSource);
        _writer = new ObjectWriter(writer, _publication, options, time);
        _catalog = new CollectionCatalog(_publication);
        _interests = new InterestBook(_writer, time);
        _link = new LinkBook(_writer, time, logger);
        _pruner = new LogPruner(_writer, _publication, options, time, logger);
        ForgetWhatAnotherKeySealed(options.SecretsKey, logger);
        Log.Opened(logger, file, head.Collections.Values.Sum(collection => collection.Count), _catalog.All().Count, head.Revision);
    }

    /// <summary>Nothing is held that this key does not open, and nothing in the clear that it should have sealed.</summary>
    private void ForgetWhatAnotherKeySealed(SecretsKey? key, ILogger logger)
    {
        var now = key?.Fingerprint.ToArray();
        _writer.Transact(transaction =>
        {
            var before = transaction.GetNote(KeyNote);
            if (before.AsSpan().SequenceEqual(now)) return false;
            if (transaction.Tags(StoreTransaction.Secrets).Any()) Log.KeyChanged(logger);
            ((StoreTransaction)transaction).ForgetSecrets();
            transaction.SetNote(KeyNote, now);
            return true;
        });
    }

    /// <summary>Opens the store. A damaged database is set aside and a new one begun.</summary>
    /// <param name="options">Where it lies, and how much it keeps.</param>
    /// <param name="time">Ages of changes, interests and the last contact are told by it.</param>
    /// <param name="logger">Where it says what a person should know.</param>
    /// <exception cref="StoreException">
    /// The options are faulty, the place is not ours or cannot be written, another process uses it, or its database is of a newer version.
    /// </exception>
    public static ObjectStore Open(StoreOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new StoreOptionsValidator().Validate(null, options);
        if (faults.Failed) throw new StoreException(faults.FailureMessage);
        var file = Locate(options);
        var held = FileLock.Take(file);
        try
        {
            var (writer, head) = new DatabaseFile(file, options, time, logger).Open();
            return new ObjectStore(file, held, writer, head, options, time, logger);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long Revision => _reader.Revision;

    /// <inheritdoc/>
    public Snapshot Latest(GroupVersionResource resource) => _reader.Latest(resource);

    /// <inheritdoc/>
    public bool TryGetSnapshot(GroupVersionResource resource, long revision, out Snapshot snapshot) =>
        _reader.TryGetSnapshot(resource, revision, out snapshot);

    /// <inheritdoc/>
    public StoredObject? Get(GroupVersionResource resource, ObjectKey key) => _reader.Get(resource, key);

    /// <inheritdoc/>
    public IListCursor OpenList(ListQuery query) => _reader.OpenList(query);

    /// <inheritdoc/>
    public IListCursor OpenVersions(GroupVersionResource resource, Snapshot snapshot, ReadOnlyMemory<long> sequences) =>
        _reader.OpenVersions(resource, snapshot, sequences);

    /// <inheritdoc/>
    public long Count(ListQuery query) => _reader.Count(query);

    /// <inheritdoc/>
    public bool TryResume(GroupVersionResource resource, long revision, out long afterSequence, out long oldestRevision) =>
        _reader.TryResume(resource, revision, out afterSequence, out oldestRevision);

    /// <inheritdoc/>
    public IObjectWatch Watch(GroupVersionResource resource, long afterSequence, WatchedPart? part = null) => _publication.Watch(resource, afterSequence, part ?? WatchedPart.Whole);

    /// <inheritdoc/>
    public T Transact<T>(Func<IStoreTransaction, T> work) => _writer.Transact(work);

    /// <inheritdoc/>
    public CollectionState? Find(GroupVersionResource resource) => _catalog.Find(resource);

    /// <inheritdoc/>
    public IReadOnlyList<CollectionState> All() => _catalog.All();

    /// <inheritdoc/>
    public void Want(GroupVersionResource resource, string user) => _interests.Want(resource, user);

    /// <inheritdoc/>
    public void Release(GroupVersionResource resource, string user) => _interests.Release(resource, user);

    /// <inheritdoc/>
    public IReadOnlyList<CollectionInterest> Interests() => _interests.All();

    /// <inheritdoc/>
    public ValueTask<long> WaitForInterestsAsync(long version, CancellationToken cancellationToken) => _interests.WaitAsync(version, cancellationToken);

    /// <inheritdoc/>
    public LinkState State => _link.State;

    /// <inheritdoc/>
    public void Connected() => _link.Connected();

    /// <inheritdoc/>
    public void Heard() => _link.Heard();

    /// <inheritdoc/>
    public void Disconnected(string problem, bool refused = false) => _link.Disconnected(problem, refused);

    /// <inheritdoc/>
    public long Reached(GroupVersionResource resource) => _progress.Reached(resource);

    /// <inheritdoc/>
    public void Ask(GroupVersionResource resource) => _progress.Ask(resource);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GroupVersionResource>> TakeQuestionsAsync(CancellationToken cancellationToken) => _progress.TakeQuestionsAsync(cancellationToken);

    /// <inheritdoc/>
    public void Tell(GroupVersionResource resource, long revision) => _progress.Tell(resource, revision);

    /// <inheritdoc/>
    public void Begin() => _progress.Begin();

    /// <summary>Ends the watches and closes the database.</summary>
    public void Dispose()
    {
        _pruner.Dispose();
        _publication.Close();
        _pool.Dispose();
        _writer.Dispose();
        _progress.Dispose();
        _lock.Dispose();
    }

    /// <summary>Does at once what the pruner does at intervals.</summary>
    internal void Prune() => _pruner.Run();

    private static string Locate(StoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.FileName))
        {
            DataDirectory.Claim(options.DataDirectory!);
            return Path.Combine(Path.GetFullPath(options.DataDirectory!), DataDirectory.DatabaseName);
        }
        var file = Path.GetFullPath(options.FileName);
        try
        {
            FileModes.CreateDirectory(Path.GetDirectoryName(file)!);
            return file;
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new StoreException($"The directory of '{file}' cannot be made: choose a place that the user may write to ({fault.Message}).", fault);
        }
    }
}
