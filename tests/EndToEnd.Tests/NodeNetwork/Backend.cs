using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.NodeNetwork;

/// <summary>Says its name to whoever connects: shows where a connection has landed.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly byte[] _name;
    private readonly Task _serving;

    public Backend(Socket listener, IPAddress address, string name)
    {
        (_listener, _name) = (listener, Encoding.UTF8.GetBytes(name));
        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Asks whoever answers for its name.</summary>
    public static async Task<string> AskAsync(Stream connection, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(connection, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptAsync();
                await connection.SendAsync(_name);
                connection.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener is closed.
        }
    }
}
