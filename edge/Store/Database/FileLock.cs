namespace KubeEdge.EdgeMesh.Edge.Store.Database;

/// <summary>Keeps a second process away from the database. The system takes the lock back when the process dies, however it dies.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    public static FileLock Take(string file)
    {
        var path = file + ".lock";
        try
        {
            return new FileLock(FileModes.Open(path, FileShare.None));
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException && !IsTaken(fault))
        {
            throw FileModes.NotWritable(path, fault);
        }
        catch (IOException fault)
        {
            throw new StoreException($"Another process uses '{file}': stop it, or give this one a data directory of its own.", fault);
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static bool IsTaken(Exception fault) => fault.HResult is 11 or 35 or unchecked((int)0x80070020);
}
