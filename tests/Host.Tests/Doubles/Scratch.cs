namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary>A directory of its own for a test, gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("edgemesh-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>What somebody has who copied a node's files before it ran.</summary>
    public void CopyIdentity(string from, string to)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(this[to], OwnerOnly);
        foreach (var file in Directory.GetFiles(this[from])) File.Copy(file, System.IO.Path.Combine(this[to], System.IO.Path.GetFileName(file)));
    }

    public void Dispose()
    {
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(Path, recursive: true);
    }
}
