using System.Runtime.InteropServices;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>
/// The heap of TLS, SQLite and the compressor. The C library gives each of two dozen threads a heap of its own and returns little of it: on a machine
/// of 1 GB that is a third of what the daemon needs.
/// </summary>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;
    private const int Large = 128 * 1024;

    /// <summary>Has all threads share two heaps, and what is large or unused be returned at once. To be called before there are threads.</summary>
    public static void KeepSmall()
    {
        // Where the library has no such options it says so by 0, and nothing is lost.
        _ = Option(ArenaMax, 2);
        _ = Option(MmapThreshold, Large);
        _ = Option(TrimThreshold, Large);
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Option(int option, int value);
}
