using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace KubeEdge.EdgeMesh.Host.Tests.Security;

/// <summary>A connection on which a test says whatever it likes.</summary>
internal sealed class TlsClient : IAsyncDisposable
{
    private readonly TcpClient _socket;
    private readonly SslStream _tls;

    private TlsClient(TcpClient socket, SslStream tls) => (_socket, _tls) = (socket, tls);

    public static async Task<TlsClient> ConnectAsync(string address, string protocol)
    {
        var (host, port) = Split(address);
        var socket = new TcpClient();
        await socket.ConnectAsync(host, port, TestContext.Current.CancellationToken);
#pragma warning disable CA5359 // Whom the attacker speaks to is no matter of his.
        var tls = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", ApplicationProtocols = [new SslApplicationProtocol(protocol)] }, TestContext.Current.CancellationToken);
        return new TlsClient(socket, tls);
    }

    public static (string Host, int Port) Split(string address)
    {
        var colon = address.LastIndexOf(':');
        return (address[..colon], int.Parse(address.AsSpan(colon + 1), null));
    }

    public ValueTask SendAsync(byte[] bytes) => _tls.WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>What the server says until it closes.</summary>
    public async Task<string> ReadAsync(TimeSpan limit)
    {
        using var text = new MemoryStream();
        await _tls.CopyToAsync(text, TestContext.Current.CancellationToken).WaitAsync(limit, TimeProvider.System, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(text.ToArray());
    }

    /// <summary>Whether the server ends the connection in time; what it says before that is passed over.</summary>
    public Task<bool> IsClosedWithinAsync(TimeSpan limit) => EndsAsync(_tls, limit);

    /// <summary>Whether a stream ends in time.</summary>
    public static async Task<bool> EndsAsync(Stream stream, TimeSpan limit)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken).WaitAsync(limit, TimeProvider.System, TestContext.Current.CancellationToken);
            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _socket.Dispose();
    }
}
