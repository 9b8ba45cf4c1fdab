using KubeEdge.EdgeMesh.Edge.Store.Database;

namespace KubeEdge.EdgeMesh.Edge.Store;

/// <summary>The directory that an edge keeps its state in. A marker file says that it is ours; whoever puts something there claims it first.</summary>
public static class DataDirectory
{
    private const string Marker = ".edgemesh";
    private const string MarkerText = "EdgeMesh data directory, layout 1\n";

    /// <summary>The database's name in the directory.</summary>
    internal const string DatabaseName = "store.db";

    /// <summary>
    /// Creates the directory (mode 0700) or checks that it is ours. One that holds other things is refused and left as it is.
    /// </summary>
    /// <exception cref="StoreException">It is not ours, not writable, or of a newer layout; the message names the mend.</exception>
    public static void Claim(string path)
    {
        var directory = Path.GetFullPath(path);
        try
        {
            FileModes.CreateDirectory(directory);
            var marker = Path.Combine(directory, Marker);
            if (File.Exists(marker))
            {
                if (File.ReadAllText(marker) != MarkerText)
                    throw new StoreException($"'{directory}' has the layout of another version: install that version, or choose another data directory.");
            }
            else
            {
                if (Directory.EnumerateFileSystemEntries(directory).FirstOrDefault(IsForeign) is { } foreign)
                    throw new StoreException($"'{directory}' is not a data directory of EdgeMesh, it holds '{Path.GetFileName(foreign)}': choose an empty or new directory.");
                using var stream = FileModes.Open(marker, FileShare.None);
                stream.Write(System.Text.Encoding.UTF8.GetBytes(MarkerText));
            }
            FileModes.CloseDirectory(directory);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new StoreException($"The data directory '{directory}' cannot be used: make it a directory that the daemon's user owns and may write to ({fault.Message}).", fault);
        }
    }

    private static bool IsForeign(string entry)
    {
        var name = Path.GetFileName(entry);
        return name != "lost+found" && !name.StartsWith(DatabaseName, StringComparison.Ordinal);
    }
}
