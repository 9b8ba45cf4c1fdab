using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>A walk over the versions that were current at one sequence. Opened on its first row, which begins the read transaction.</summary>
internal sealed class ListCursor : IListCursor
{
    private readonly ReaderPool _pool;
    private Connection? _connection;
    private readonly Statement _rows;
    private bool _atRow;
    private bool _started;

    private ListCursor(ReaderPool pool, Connection connection, Statement rows, bool atRow) =>
        (_pool, _connection, _rows, _atRow) = (pool, connection, rows, atRow);

    public static ListCursor Open(ReaderPool pool, Func<Connection, Statement> select)
    {
        var connection = pool.Rent();
        Statement? rows = null;
        try
        {
            rows = select(connection);
            return new ListCursor(pool, connection, rows, rows.Step());
        }
        catch
        {
            rows?.Dispose();
            pool.Return(connection);
            throw;
        }
    }

    /// <inheritdoc/>
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_connection is null, this);
        if (_started && _atRow) _atRow = _rows.Step();
        _started = true;
        return _atRow;
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
    public int Size => (int)Row.Integer(5);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Json => Row.Json(3);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        _rows.Dispose();
        _pool.Return(connection);
    }

    private Statement Row => _connection is not null && _started && _atRow
        ? _rows
        : throw new InvalidOperationException("The cursor stands on no object: call MoveNext first.");
}
