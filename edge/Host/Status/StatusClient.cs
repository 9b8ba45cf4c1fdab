using System.Net.Sockets;

namespace KubeEdge.EdgeMesh.Edge.Host.Status;

/// <summary>Asks a running daemon how it is.</summary>
internal static class StatusClient
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>What <see cref="StatusReporter"/> wrote; null where no daemon runs on this directory.</summary>
    /// <exception cref="UnauthorizedAccessException">The directory is another user's.</exception>
    public static async Task<byte[]?> AskAsync(string data, CancellationToken cancellationToken)
    {
        var path = StatusSocket.Locate(data);
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), token);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        using var client = new HttpClient(handler) { Timeout = _patience };
        try
        {
            return await client.GetByteArrayAsync(new Uri("http://daemon/status"), cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied })
        {
            throw new UnauthorizedAccessException($"'{path}' is another user's: run this as the daemon's user, for example with sudo.", e);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException)
        {
            // No socket, or one that a killed daemon left: nobody is there.
            return null;
        }
    }
}
