using KubeEdge.EdgeMesh.Edge.Store.Sealing;

namespace KubeEdge.EdgeMesh.Edge.Store.Database;

/// <summary>
/// Connections for reading. There are as many as there are reads at the same moment, so that a read never waits; only a few are kept
/// for later, because each holds a cache.
/// </summary>
internal sealed class ReaderPool(string file, int cacheKiB, int keep, SecretsKey? key = null) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<Connection> _idle = new();
    private bool _closed;

    public Connection Rent()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_idle.TryPop(out var connection)) return connection;
        }
        var opened = Connection.Open(file, cacheKiB, key);
        try
        {
            opened.Execute("PRAGMA query_only=1");
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Return(Connection connection)
    {
        lock (_gate)
        {
            if (!_closed && _idle.Count < keep)
            {
                _idle.Push(connection);
                return;
            }
        }
        connection.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_idle.TryPop(out var connection)) connection.Dispose();
        }
    }
}
