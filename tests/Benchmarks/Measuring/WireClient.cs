using System.Buffers.Text;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>
/// One connection that asks one question over and over, or several in turn, with as little of its own as HTTP/1.1 over TLS allows: the load shares the machine with
/// the servers, and what it costs shortens every ratio.
/// </summary>
internal sealed class WireClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly byte[] _buffer = new byte[1 << 18];
    private readonly byte[][] _requests;
    private readonly Socket _socket;
    private readonly SslStream _tls;
    private int _next;
    private int _start;
    private int _end;

    /// <summary>Connects. Of several questions it begins with one of its own: not everybody asks for the same at the same time.</summary>
    public WireClient(HttpTarget target, HttpQuestion question, double from)
    {
        _requests = [.. question.Paths.Select(path => Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {target.Address.Authority}\r\nAuthorization: Bearer {target.Token}\r\n{(question.Gzip ? "Accept-Encoding: gzip\r\n" : "")}\r\n"))];
        _next = (int)(from * _requests.Length);
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Patience.TotalMilliseconds };
        try
        {
            _socket.Connect(target.Address.Host, target.Address.Port);
            _tls = new SslStream(new NetworkStream(_socket));
            var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CustomTrustStore.AddRange(target.Authorities);
            _tls.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = target.Address.Host, CertificateChainPolicy = trust });
        }
        catch (Exception)
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks, and throws the body away. Returns the body's bytes on the wire, and whether the answer says of itself that it may be old.</summary>
    /// <exception cref="HttpRequestException">The answer was not 200.</exception>
    public (long Bytes, bool IsOld) Ask()
    {
        _tls.Write(_requests[_next]);
        _next = (_next + 1) % _requests.Length;
        var head = ReadHead();
        if (!head.StartsWith("HTTP/1.1 200 "u8)) throw new HttpRequestException($"the answer is {Encoding.ASCII.GetString(head)}");
        var isOld = head.IndexOf("\r\nWarning:"u8) >= 0;
        var length = Find(head, "\r\nContent-Length: "u8);
        if (length.IsEmpty) return (SkipChunks(), isOld);
        var bytes = Number(length);
        Skip(bytes);
        return (bytes, isOld);
    }

    public void Dispose()
    {
        _tls.Dispose();
        _socket.Dispose();
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name) => head.IndexOf(name) is >= 0 and var at ? head[(at + name.Length)..] : default;

    private static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out _) ? number : throw new HttpRequestException("a length is not understood");

    private ReadOnlySpan<byte> ReadHead()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0) Receive();
        var head = _buffer.AsSpan(_start, length + 2);
        _start += length + 4;
        return head;
    }

    private long SkipChunks()
    {
        for (long total = 0; ;)
        {
            int length;
            while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0) Receive();
            if (!Utf8Parser.TryParse(_buffer.AsSpan(_start, length), out long size, out _, 'x')) throw new HttpRequestException("a chunk is not understood");
            _start += length + 2;
            Skip(size + 2);
            if (size == 0) return total;
            total += size;
        }
    }

    private void Skip(long bytes)
    {
        while (bytes > _end - _start)
        {
            bytes -= _end - _start;
            _start = _end = 0;
            Receive();
        }
        _start += (int)bytes;
    }

    private void Receive()
    {
        if (_start == _end) _start = _end = 0;
        else if (_end == _buffer.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        var read = _tls.Read(_buffer, _end, _buffer.Length - _end);
        if (read == 0) throw new HttpRequestException("the server has closed the connection");
        _end += read;
    }
}
