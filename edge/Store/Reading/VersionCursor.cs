using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Edge.Store.Sealing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>Reads the versions that it was given, one by one, within one read transaction. Opened on the first of them, which begins it.</summary>
internal sealed class VersionCursor : IListCursor
{
    private const string Select = "SELECT key, ns, revision, json, seq FROM log WHERE seq=?1";

    private readonly ReaderPool _pool;
    private readonly ReadOnlyMemory<long> _sequences;
    private Connection? _connection;
    private Statement? _row;
    private int _next;
    private bool _started;

    private VersionCursor(ReaderPool pool, Connection connection, ReadOnlyMemory<long> sequences) =>
        (_pool, _connection, _sequences) = (pool, connection, sequences);

    public static VersionCursor Open(ReaderPool pool, ReadOnlyMemory<long> sequences)
    {
        var connection = pool.Rent();
        try
        {
            connection.Use("BEGIN").Run();
        }
        catch
        {
            pool.Return(connection);
            throw;
        }
        var cursor = new VersionCursor(pool, connection, sequences);
        try
        {
            cursor.Step();
            return cursor;
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_connection is null, this);
        if (_started) Step();
        _started = true;
        return _row is not null;
    }

    /// <inheritdoc/>
    public ObjectKey Key => Row.Key(0, 1);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> KeyText => Row.Bytes(0);

    /// <inheritdoc/>
    public long Revision => Row.Integer(2);

    /// <inheritdoc/>
    public long Sequence => Row.Integer(4);

    /// <inheritdoc/>
    public int Size => ObjectCipher.LengthOf(Row.Bytes(3));

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Json => Row.Json(3);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        _row?.Dispose();
        _row = null;
        try
        {
            connection.Use("COMMIT").Run();
        }
        catch (StoreException)
        {
            // It is in no state to be used again.
            connection.Dispose();
            throw;
        }
        _pool.Return(connection);
    }

    private void Step()
    {
        _row?.Dispose();
        _row = null;
        if (_next == _sequences.Length) return;
        var row = _connection!.Use(Select).Bind(1, _sequences.Span[_next++]);
        if (!row.Step())
        {
            row.Dispose();
            // Swept: the snapshot has expired, and so has this.
            throw new SnapshotExpiredException();
        }
        _row = row;
    }

    private Statement Row => _connection is not null && _started && _row is { } row
        ? row
        : throw new InvalidOperationException("The cursor stands on no object: call MoveNext first.");
}
