using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;

namespace KubeEdge.EdgeMesh.Host.Tests.Security;

/// <summary>What anybody can do to the cloud's port who reaches it: others are served all the while.</summary>
public sealed class PortAttacks
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    /// <summary>What the cloud allows for a handshake and for the head of a request is 10 s each.</summary>
    private static readonly TimeSpan s_cutOff = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task SlowLoris_InManyConnections_IsCutOffAndOthersAreServed()
    {
        await using var cloud = await RunningCloud.StartAsync();
        var connections = new List<TlsClient>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                var slow = await TlsClient.ConnectAsync(cloud.Address, "http/1.1");
                connections.Add(slow);
                await slow.SendAsync(Encoding.ASCII.GetBytes("GET /ca.crt HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
            }
            await AssertServesAsync(cloud);
            foreach (var slow in connections) Assert.True(await slow.IsClosedWithinAsync(s_cutOff));
        }
        finally
        {
            foreach (var slow in connections) await slow.DisposeAsync();
        }
    }

    [Fact]
    public async Task Handshake_ThatNeverEnds_IsCutOffAndOthersAreServed()
    {
        await using var cloud = await RunningCloud.StartAsync();
        var sockets = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                var socket = new TcpClient();
                sockets.Add(socket);
                var (host, port) = TlsClient.Split(cloud.Address);
                await socket.ConnectAsync(host, port, TestContext.Current.CancellationToken);
                await socket.GetStream().WriteAsync(new byte[] { 22, 3, 1 }, TestContext.Current.CancellationToken);
            }
            await AssertServesAsync(cloud);
            foreach (var socket in sockets)
            {
                Assert.True(await TlsClient.EndsAsync(socket.GetStream(), s_cutOff));
            }
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
    }

    [Fact]
    public async Task RapidReset_OfManyStreams_EndsThatConnectionAndOthersAreServed()
    {
        await using var cloud = await RunningCloud.StartAsync();
        await using var attacker = await TlsClient.ConnectAsync(cloud.Address, "h2");
        await attacker.SendAsync([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(4, 0, 0, [])]);
        // :method GET, :scheme https, :path /, :authority localhost
        byte[] head = [0x82, 0x87, 0x84, 0x41, 9, .. "localhost"u8];
        var ended = attacker.IsClosedWithinAsync(s_cutOff);
        try
        {
            for (var stream = 1; stream < 400_000 && !ended.IsCompleted; stream += 2)
                await attacker.SendAsync([.. Frame(1, 0x05, stream, head), .. Frame(3, 0, stream, [0, 0, 0, 8])]);
        }
        catch (IOException)
        {
            // The cloud has had enough.
        }
        await AssertServesAsync(cloud);
        Assert.True(await ended);
    }

    [Fact]
    public async Task Head_OfMegabytes_IsRefused()
    {
        await using var cloud = await RunningCloud.StartAsync();
        await using var client = await TlsClient.ConnectAsync(cloud.Address, "http/1.1");
        await client.SendAsync(Encoding.ASCII.GetBytes("GET /ca.crt HTTP/1.1\r\nHost: localhost\r\nX-Large: "));
        try
        {
            for (var i = 0; i < 64; i++) await client.SendAsync(Encoding.ASCII.GetBytes(new string('x', 32 * 1024)));
        }
        catch (IOException)
        {
            // Refused before it was out.
        }
        Assert.True(await client.IsClosedWithinAsync(s_cutOff));
        await AssertServesAsync(cloud);
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload) =>
    [
        (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags,
        (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. payload,
    ];

    private static async Task AssertServesAsync(RunningCloud cloud)
    {
        var watch = Stopwatch.StartNew();
        await using var client = await TlsClient.ConnectAsync(cloud.Address, "http/1.1");
        await client.SendAsync(Encoding.ASCII.GetBytes("GET /ca.crt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 200", await client.ReadAsync(s_soon), StringComparison.Ordinal);
        Assert.True(watch.Elapsed < s_soon, $"it took {watch.Elapsed}");
    }
}
