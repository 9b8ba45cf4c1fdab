namespace KubeEdge.EdgeMesh.Edge.Store.Database;

/// <summary>Keeps a second process away from the database. The system takes the lock back when the process dies, however it dies.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    public static FileLock Take(string file)
    {
        var path = file + ".lock";
        FileModes.CreateFile(path);
        try
        {
            return new FileLock(FileModes.Open(path, FileShare.None));
        }
        catch (IOException fault)
        {
            throw new StoreException($"Another process uses '{file}': stop it, or give this one a data directory of its own.", fault);
        }
    }

    public void Dispose() => _stream.Dispose();
}
