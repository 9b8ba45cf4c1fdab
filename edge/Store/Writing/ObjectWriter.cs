using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Edge.Store.Publishing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>The one connection that writes, and the turn that writers take at it.</summary>
internal sealed class ObjectWriter(Connection connection, Publication publication, StoreOptions options, TimeProvider time) : IObjectWriter, IDisposable
{
    /// <summary>What a transaction came to; nothing is published where <paramref name="Next"/> is null.</summary>
    private readonly record struct Outcome<T>(T Result, StoreHead? Next, IReadOnlyCollection<GroupVersionResource> Touched);

    private static readonly TimeSpan TurnTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _turn = new();
    private bool _busy;
    private bool _closed;

    /// <summary>Called in the writer's turn after changes were published, with the collections that changed.</summary>
    public Action<StoreHead, IReadOnlyCollection<GroupVersionResource>>? Committed { get; set; }

    /// <inheritdoc/>
    public T Transact<T>(Func<IStoreTransaction, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return InTransaction(_ =>
        {
            var transaction = new StoreTransaction(connection, publication.Current, options.IsSource, time.GetUtcNow().ToUnixTimeMilliseconds(), publication.IsWatched);
            try
            {
                var result = work(transaction);
                var next = transaction.Complete(out var touched);
                return new Outcome<T>(result, next, touched);
            }
            finally
            {
                transaction.Close();
            }
        });
    }

    /// <summary>Runs the store's own upkeep in the writer's turn; what readers see does not change.</summary>
    public T Maintain<T>(Func<Connection, T> work) => InTransaction(own => new Outcome<T>(work(own), null, []));

    /// <summary>Runs upkeep that changes what readers see of one collection.</summary>
    public void Replace(Func<Connection, CollectionHead?> work) => InTransaction(own =>
    {
        if (work(own) is not { } head) return new Outcome<bool>(false, null, []);
        HeadTable.Save(own, head);
        var current = publication.Current;
        return new Outcome<bool>(true, current with { Collections = current.Collections.SetItem(head.Resource, head) }, [head.Resource]);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            _closed = true;
            connection.Dispose();
        }
    }

    private T InTransaction<T>(Func<Connection, Outcome<T>> work)
    {
        if (!_turn.TryEnter(TurnTimeout)) throw new StoreException("Another writer has held the store for 30 seconds: the disk does not answer; check it.");
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_busy) throw new InvalidOperationException("A transaction is open on this thread: use it instead of opening another.");
            _busy = true;
            var committed = false;
            try
            {
                connection.Use("BEGIN IMMEDIATE").Run();
                var (result, next, touched) = work(connection);
                connection.Use("COMMIT").Run();
                committed = true;
                if (next is null) return result;
                publication.Publish(next, touched, connection);
                Committed?.Invoke(next, touched);
                return result;
            }
            finally
            {
                if (!committed) RollBack();
                _busy = false;
            }
        }
        finally
        {
            _turn.Exit();
        }
    }

    private void RollBack()
    {
        // SQLite rolls back by itself where the disk fails; a second time would be an error that hides the first.
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) connection.Use("ROLLBACK").Run();
    }
}
