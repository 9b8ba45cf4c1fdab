using System.Text;
using KubeEdge.EdgeMesh.Edge.Store.Sealing;
using SQLitePCL;

namespace KubeEdge.EdgeMesh.Edge.Store.Database;

/// <summary>A prepared statement that is used again and again. Disposing one use resets it; the connection frees it.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Connection _connection;
    private readonly sqlite3_stmt _handle;
    private bool _inUse;

    public Statement(Connection connection, string sql)
    {
        _connection = connection;
        connection.Check(raw.sqlite3_prepare_v3(connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    public Statement Begin()
    {
        if (_inUse) throw new InvalidOperationException("The statement is being stepped through.");
        _inUse = true;
        return this;
    }

    public Statement Bind(int index, long value)
    {
        _connection.Check(raw.sqlite3_bind_int64(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, string value)
    {
        Span<byte> buffer = stackalloc byte[512];
        if (Encoding.UTF8.TryGetBytes(value, buffer, out var written)) return BindText(index, buffer[..written]);
        return BindText(index, Encoding.UTF8.GetBytes(value));
    }

    public Statement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        _connection.Check(raw.sqlite3_bind_text(_handle, index, utf8));
        return this;
    }

    public Statement BindBlob(int index, ReadOnlySpan<byte> value)
    {
        _connection.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_handle, index, 0) : raw.sqlite3_bind_blob(_handle, index, value));
        return this;
    }

    public Statement BindNull(int index)
    {
        _connection.Check(raw.sqlite3_bind_null(_handle, index));
        return this;
    }

    /// <summary>True where there is a row to read.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW) return true;
        if (code == raw.SQLITE_DONE) return false;
        throw _connection.Fault(code);
    }

    /// <summary>Runs a statement that returns nothing.</summary>
    public void Run()
    {
        try
        {
            while (Step()) { }
        }
        finally
        {
            Dispose();
        }
    }

    public long Integer(int column) => raw.sqlite3_column_int64(_handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    /// <summary>Text or blob without a copy: valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_handle, column);

    /// <summary>An object's JSON: without a copy, valid until the next step, unless it was encrypted.</summary>
    public ReadOnlySpan<byte> Json(int column) => Bytes(column) is var stored && ObjectCipher.IsSealed(stored) ? _connection.Open(stored) : stored;

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>Ends this use: frees the read transaction that it held.</summary>
    public void Dispose()
    {
        if (!_inUse) return;
        _inUse = false;
        // A reset repeats the error of the step before it, which has been thrown already.
        _ = raw.sqlite3_reset(_handle);
        _ = raw.sqlite3_clear_bindings(_handle);
    }

    public void Free() => _handle.Dispose();
}
