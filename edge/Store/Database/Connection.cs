using KubeEdge.EdgeMesh.Edge.Store.Sealing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace KubeEdge.EdgeMesh.Edge.Store.Database;

/// <summary>
/// One SQLite connection with its prepared statements; used by one thread at a time. Statements go straight to SQLite's own API,
/// so that a column's bytes reach the socket without a copy on the way.
/// </summary>
internal sealed class Connection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _file;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    private readonly ObjectCipher? _cipher;

    private Connection(SqliteConnection connection, string file, SecretsKey? key) =>
        (_connection, _file, _cipher) = (connection, file, key is null ? null : new ObjectCipher(key));

    public sqlite3 Handle => _connection.Handle!;

    /// <summary>Opens the file, which exists.</summary>
    public static Connection Open(string file, int cacheKiB, SecretsKey? key = null)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 10 };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw SqliteFault.From(fault.SqliteExtendedErrorCode, null, file);
        }
        var opened = new Connection(connection, file, key);
        opened.Execute($"PRAGMA cache_size=-{cacheKiB}; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY");
        return opened;
    }

    /// <summary>The statement with this text, a constant; dispose it after each use.</summary>
    public Statement Use(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements[sql] = statement = new Statement(this, sql);
        return statement.Begin();
    }

    /// <summary>What is to be stored of a Secret: encrypted, where there is a key.</summary>
    public ReadOnlySpan<byte> Seal(ReadOnlySpan<byte> json) => _cipher is null ? json : _cipher.Seal(json);

    /// <summary>What was encrypted.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public ReadOnlySpan<byte> Open(ReadOnlySpan<byte> stored) =>
        _cipher is null ? throw new StoreException("The database holds encrypted objects, and there is no key: restart the daemon with --secrets-key as it was.") : _cipher.Open(stored);

    /// <summary>Runs SQL that returns nothing and is not worth keeping.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(Handle, sql));

    /// <summary>The first column of the first row as a number; for SQL that is not worth keeping.</summary>
    public long Number(string sql) => Once(sql, row => row.Integer(0));

    /// <summary>The first column of the first row as text; for SQL that is not worth keeping.</summary>
    public string? Text(string sql) => Once(sql, row => row.Text(0));

    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(Handle);

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(Handle);

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw Fault(code);
    }

    public StoreException Fault(int code) => SqliteFault.From(code, Handle, _file);

    private T? Once<T>(string sql, Func<Statement, T> read)
    {
        var statement = new Statement(this, sql);
        try
        {
            return statement.Begin().Step() ? read(statement) : default;
        }
        finally
        {
            statement.Dispose();
            statement.Free();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Free();
        _connection.Dispose();
        _cipher?.Dispose();
    }
}
