using System.Runtime.InteropServices;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;

/// <summary>Speaks rtnetlink with the kernel: one request, its answers. It lives for a few requests and is used by one thread.</summary>
internal sealed class NetlinkSocket : IDisposable
{
    private const ushort Error = 2;
    private const ushort Done = 3;
    private const int Seconds = 5;
    private const int BufferLength = 64 * 1024;
    private readonly byte[] _buffer = new byte[BufferLength];
    private readonly int _descriptor;
    private uint _sequence;

    /// <exception cref="NetlinkException">The kernel gives no such socket.</exception>
    public NetlinkSocket()
    {
        _descriptor = Libc.Socket(Libc.Netlink, Libc.Raw | Libc.CloseOnExec, Libc.Route);
        if (_descriptor < 0) throw Failed("a netlink socket");
        // The kernel answers at once; should it ever not, nobody waits for good.
        _ = Libc.SetSocketOption(_descriptor, Libc.SocketLevel, Libc.ReceiveTimeout, [Seconds, 0L], 2 * sizeof(long));
    }

    /// <summary>Sends a request and waits for its end.</summary>
    /// <param name="what">For the message of a failure.</param>
    /// <param name="request">A dump, or a request with <see cref="NetlinkRequest.Acknowledge"/>.</param>
    /// <param name="answer">Takes the body of each message of the answer, behind its header.</param>
    /// <exception cref="NetlinkException">The kernel refused it.</exception>
    public void Ask(string what, NetlinkRequest request, Action<byte[]>? answer = null)
    {
        var bytes = request.ToBytes(++_sequence);
        if (Libc.Send(_descriptor, bytes, bytes.Length, 0) != bytes.Length) throw Failed(what);
        while (!Receive(what, answer))
        {
        }
    }

    public void Dispose() => _ = Libc.Close(_descriptor);

    /// <returns>Whether the answer has come to its end.</returns>
    private bool Receive(string what, Action<byte[]>? answer)
    {
        var length = Libc.Receive(_descriptor, _buffer, _buffer.Length, 0);
        if (length < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted) return false;
        if (length < 0) throw Failed(what);
        var rest = _buffer.AsSpan(0, (int)length);
        while (rest.Length >= NetlinkRequest.HeaderLength)
        {
            var size = (int)MemoryMarshal.Read<uint>(rest);
            if (size < NetlinkRequest.HeaderLength || size > rest.Length) throw new NetlinkException($"{what}: the kernel's answer is cut short");
            var body = rest[NetlinkRequest.HeaderLength..size];
            if (MemoryMarshal.Read<uint>(rest[8..]) == _sequence)
            {
                switch (MemoryMarshal.Read<ushort>(rest[4..]))
                {
                    case Done:
                        return true;
                    case Error when MemoryMarshal.Read<int>(body) is var error && error != 0:
                        throw new NetlinkException(what, -error);
                    case Error:
                        return true;
                    default:
                        answer?.Invoke(body.ToArray());
                        break;
                }
            }
            rest = rest[Math.Min((size + 3) & ~3, rest.Length)..];
        }
        return false;
    }

    private static NetlinkException Failed(string what) => new(what, Marshal.GetLastPInvokeError());
}
