using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace KubeEdge.EdgeMesh.VirtualAddress.Tests;

/// <summary>Runs a test in a network namespace of its own, with nothing in it but <c>lo</c>. The thread ends, and the namespace with it.</summary>
internal static partial class NetworkNamespace
{
    private const int NewNetwork = 0x40000000;

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Missing { get; } = Try();

    public static void Run(Action test)
    {
        if (Missing is { } why) Assert.Skip(why);
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Assert.Equal(0, Unshare(NewNetwork));
                test();
            }
#pragma warning disable CA1031 // It goes on to the test's own thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    /// <summary>Gives up the capability, on this thread only.</summary>
    public static void DropCapabilities()
    {
        const int version3 = 0x20080522;
        Assert.Equal(0, SetCapabilities([version3, 0], new int[6]));
    }

    private static string? Try()
    {
        var result = -1;
        var thread = new Thread(() => result = Unshare(NewNetwork));
        thread.Start();
        thread.Join();
        return result == 0 ? null : "a network namespace of one's own needs root";
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int SetCapabilities(ReadOnlySpan<int> header, ReadOnlySpan<int> data);
}
