using System.Runtime.InteropServices;

namespace KubeEdge.EdgeMesh.Edge.Host.Identity;

/// <summary>
/// The certificate authorities of the operating system. Nobody here is believed because of them, but the runtime reads all of them when it
/// puts together the chain that a server shows: half of the time that the daemon takes to start, and some MB for as long as it runs.
/// </summary>
internal static partial class SystemAuthorities
{
    private const string Nothing = "/dev/null";

    /// <summary>Has OpenSSL find none. To be called before anything else: the runtime asks for them once, in the environment of the process itself.</summary>
    public static void Ignore()
    {
        _ = SetVariable("SSL_CERT_FILE", Nothing, overwrite: 1);
        _ = SetVariable("SSL_CERT_DIR", Nothing, overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
