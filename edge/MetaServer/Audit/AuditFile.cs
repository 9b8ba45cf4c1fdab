namespace KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

/// <summary>
/// A file that makes way when it is full: FILE becomes FILE.1, that FILE.2, and the last one goes. It keeps nothing back: what it took is with the
/// system, and what it refused can be given to it again, by which it opens the file anew.
/// </summary>
internal sealed class AuditFile(AuditOptions options) : IDisposable
{
    private FileStream? _file;
    private long _length;

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            _file ??= Open();
            if (_length > 0 && _length + lines.Length > options.MaxBytes)
            {
                Dispose();
                MakeWay();
                _file = Open();
            }
            Write(_file, lines);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <summary>All of it or, as far as the disk lets one, nothing: half a line would spoil the next.</summary>
    private void Write(FileStream file, ReadOnlySpan<byte> lines)
    {
        try
        {
            file.Write(lines);
            _length += lines.Length;
        }
        catch (IOException)
        {
            if (file.Length > _length) file.SetLength(_length);
            throw;
        }
    }

    private FileStream Open()
    {
        // Without a buffer of its own: there a full disk would be noticed when it is too late to say which lines were lost.
        var how = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete, BufferSize = 0 };
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
