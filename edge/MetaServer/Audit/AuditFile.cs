namespace KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

/// <summary>A file that makes way when it is full: FILE becomes FILE.1, that FILE.2, and the last one goes.</summary>
internal sealed class AuditFile(AuditOptions options) : IDisposable
{
    private FileStream? _file;
    private long _length;

    /// <exception cref="IOException">It cannot be written; trying again opens it anew.</exception>
    public void Append(byte[] line)
    {
        try
        {
            _file ??= Open();
            if (_length > 0 && _length + line.Length > options.MaxBytes)
            {
                _file.Dispose();
                MakeWay();
                _file = Open();
            }
            _file.Write(line);
            _length += line.Length;
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    public void Flush() => _file?.Flush();

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private FileStream Open()
    {
        var how = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(options.Path, how);
        _length = file.Length;
        return file;
    }

    private void MakeWay()
    {
        for (var number = options.MaxFiles; number > 1; number--)
        {
            if (File.Exists($"{options.Path}.{number - 1}")) File.Move($"{options.Path}.{number - 1}", $"{options.Path}.{number}", overwrite: true);
        }
        File.Move(options.Path, $"{options.Path}.1", overwrite: true);
    }
}
