using System.Text;
using KubeEdge.EdgeMesh.Edge.Host.Identity;

namespace KubeEdge.EdgeMesh.Edge.Host.Status;

/// <summary>The unix domain socket on which the daemon says how it is: for whoever may enter its data directory.</summary>
internal static class StatusSocket
{
    /// <summary>What the kernel takes (sun_path), less the final zero.</summary>
    private const int MaxPath = 107;

    public static string Locate(string data) => Path.Combine(Path.GetFullPath(data), "status.sock");

    /// <summary>Removes the socket that a daemon left which was killed. Call it only when the directory is known to be ours alone.</summary>
    /// <exception cref="IdentityException">The path is too long for a socket.</exception>
    public static void Prepare(string data)
    {
        var path = Locate(data);
        if (Encoding.UTF8.GetByteCount(path) > MaxPath)
            throw new IdentityException($"The path of the data directory is too long: '{path}' must have at most {MaxPath} bytes. Choose a shorter --data.");
        File.Delete(path);
    }

    /// <summary>Takes others' rights away; the directory, which nobody else may enter, has kept them out until now.</summary>
    public static void Close(string data) => File.SetUnixFileMode(Locate(data), UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
