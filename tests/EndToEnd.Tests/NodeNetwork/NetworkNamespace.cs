using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.NodeNetwork;

/// <summary>A network namespace with a name, as <c>ip netns</c> makes them: a machine, as far as the network is concerned.</summary>
internal sealed partial class NetworkNamespace : IAsyncDisposable
{
    private const int NewNetwork = 0x40000000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private NetworkNamespace(string name) => Name = name;

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Missing { get; } =
        IpProgram is null ? "there is no ip program (Debian: iproute2)" : GetUserId() != 0 ? "network namespaces need root" : null;

    public string Name { get; }

    private static string? IpProgram => new[] { "/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip" }.FirstOrDefault(File.Exists);

    public static async Task<NetworkNamespace> CreateAsync(string name)
    {
        await IpAsync("netns", "add", name);
        var made = new NetworkNamespace(name);
        await made.IpInsideAsync("link", "set", "lo", "up");
        return made;
    }

    /// <summary><c>ip</c> in the host's own namespace.</summary>
    public static async Task IpAsync(params string[] arguments)
    {
        var result = await DaemonProcess.RunAsync(IpProgram!, Patience, TimeProvider.System, arguments);
        if (result.ExitCode != 0) throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {result.Error}");
    }

    /// <summary><c>ip</c> in this namespace.</summary>
    public Task IpInsideAsync(params string[] arguments) => IpAsync(["-n", Name, .. arguments]);

    /// <summary>Runs a program here, to its end.</summary>
    public Task<ProgramResult> RunAsync(params string[] command) =>
        DaemonProcess.RunAsync(IpProgram!, Patience, TimeProvider.System, ["netns", "exec", Name, .. command]);

    /// <summary>Starts a program here. <c>ip</c> becomes it, so the process is the program's own.</summary>
    public DaemonProcess Start(string logFile, params IEnumerable<string> command) =>
        DaemonProcess.Start(IpProgram!, logFile, ["netns", "exec", Name, .. command]);

    /// <summary>A socket that is here, whoever uses it: the namespace is the one of the thread that made it.</summary>
    public Socket NewSocket()
    {
        Socket? made = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/run/netns/{Name}");
                if (Enter((int)file.DangerousGetHandle(), NewNetwork) != 0) throw new InvalidOperationException($"setns {Name}: {Marshal.GetLastPInvokeErrorMessage()}");
                made = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            }
#pragma warning disable CA1031 // It goes on to the caller's thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return made ?? throw new InvalidOperationException($"no socket in {Name}", failure);
    }

    /// <summary>A connection from here.</summary>
    public async ValueTask<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{endpoint} from {Name}: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync() => await IpAsync("netns", "delete", Name);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int Enter(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetUserId();
}
