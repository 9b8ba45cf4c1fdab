using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>A connection on which a test says every byte: a well-behaved client would mend what an attacker sends.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpClient _tcp = new();

    public SslStream Stream { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Wire> OpenAsync(Uri server, SslApplicationProtocol? protocol = null)
    {
        var wire = new Wire();
        await wire._tcp.ConnectAsync(server.Host, server.Port, Cancellation);
        wire.Stream = new SslStream(wire._tcp.GetStream());
        await wire.Stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = server.Host,
                RemoteCertificateValidationCallback = Kestrel.Trusts,
                ApplicationProtocols = [protocol ?? SslApplicationProtocol.Http11],
            },
            Cancellation);
        return wire;
    }

    /// <summary>Sends one request of HTTP/1.1 and returns all that comes until the server closes: status line, headers, body.</summary>
    public static async Task<string> AskAsync(Uri server, string head)
    {
        await using var wire = await OpenAsync(server);
        await wire.SendAsync(head);
        return await wire.ReadToEndAsync();
    }

    public async Task SendAsync(string text) => await Stream.WriteAsync(Encoding.Latin1.GetBytes(text), Cancellation);

    public async Task<string> ReadToEndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Cancellation);
        using var all = new MemoryStream();
        try
        {
            await Stream.CopyToAsync(all, either.Token);
        }
        catch (IOException)
        {
            // The server has cut the connection.
        }
        return Encoding.Latin1.GetString(all.GetBuffer(), 0, (int)all.Length);
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        _tcp.Dispose();
    }
}
