using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>A watch whose reader takes nothing for a while, over a connection that holds next to nothing for it.</summary>
internal static class SlowWatch
{
    private const int Held = 4096;

    /// <summary>Opens the watch, waits for what happens meanwhile, and only then reads, to the end or the last event.</summary>
    public static async Task<IReadOnlyList<JsonNode>> ReadAsync(ServerUnderTest server, string path, Func<Task> meanwhile, Func<JsonNode, bool>? isLast = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var tcp = new TcpClient { ReceiveBufferSize = Held };
        await tcp.ConnectAsync(server.Address.Host, server.Address.Port, cancellation);
        await using var tls = new SslStream(tcp.GetStream(), false, Trust.Anybody);
        await tls.AuthenticateAsClientAsync(server.Address.Host);
        // HTTP/1.0 has no chunks: the end of the connection is the end of the watch.
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer {server.Token}\r\n\r\n"), cancellation);
        using var reader = new StreamReader(tls, Encoding.UTF8, false, Held);
        Assert.Matches("^HTTP/1.[01] 200 ", await reader.ReadLineAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { Length: > 0 }) { }
        await meanwhile();
        var events = new List<JsonNode>();
        try
        {
            while (await reader.ReadLineAsync(cancellation) is { } line)
            {
                var change = JsonNode.Parse(line)!;
                events.Add(change);
                if (isLast?.Invoke(change) == true) break;
            }
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            // Cut off, maybe in the middle of an event, which then is none.
        }
        return events;
    }
}
