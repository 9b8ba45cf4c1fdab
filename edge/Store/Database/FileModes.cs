namespace KubeEdge.EdgeMesh.Edge.Store.Database;

/// <summary>Secrets lie in the store: its files are for their owner only. SQLite gives its side files the mode of the database.</summary>
internal static class FileModes
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;

    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerDirectory);
    }

    public static void CloseDirectory(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerDirectory) File.SetUnixFileMode(path, OwnerDirectory);
    }

    /// <summary>Creates the file where there is none, and takes others' rights away where they have some.</summary>
    public static void CreateFile(string path)
    {
        try
        {
            Open(path, FileShare.ReadWrite | FileShare.Delete).Dispose();
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerFile) File.SetUnixFileMode(path, OwnerFile);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw NotWritable(path, fault);
        }
    }

    public static StoreException NotWritable(string path, Exception fault) =>
        new($"'{path}' cannot be written: give the daemon's user write access to it ({fault.Message}).", fault);

    public static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        return new FileStream(path, options);
    }
}
