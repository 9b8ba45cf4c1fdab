using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Text;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>Clients that want nothing but the server's time: the others go on being served, and these are put out.</summary>
public sealed class FloodAttackTests : AttackedEdge
{
    private int _underWay;
    private int _most;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A header byte now and then, on many connections.</summary>
    [Fact]
    public async Task SlowLoris_IsPutOut_AndOthersAreServedMeanwhile()
    {
        var wires = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Wire.OpenAsync(Edge.Address)));
        foreach (var wire in wires) await wire.SendAsync($"GET /api/v1/pods HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Edge.Token}\r\nX: ");
        var start = TimeProvider.System.GetTimestamp();
        var ends = Task.WhenAll(wires.Select(DribbleAsync));
        while (!ends.IsCompleted)
        {
            Assert.Equal(200, await AskAsync(Edge.Token));
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(45), "still connected after 45 s");
            await Task.WhenAny(ends, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancellation));
        }
        Assert.All(await ends, answer => Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), answer));
        foreach (var wire in wires) await wire.DisposeAsync();
    }

    /// <summary>
    /// CVE-2023-44487: streams that are opened and reset at once, without end, each a request that hangs in the cluster. Whether the server puts the
    /// connection out depends on who is faster; what is under way for it stays bounded, ends with it, and others are served.
    /// </summary>
    [Fact]
    public async Task RapidReset_LeavesNothingBehind_AndOthersAreServedMeanwhile()
    {
        Edge.Grant();
        await using var wire = await Wire.OpenAsync(Edge.Address, SslApplicationProtocol.Http2);
        await wire.Stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), Cancellation);
        await wire.Stream.WriteAsync(Frame(4, 0, 0, []), Cancellation);
        var head = Head("/api/v1/namespaces/shop/pods/a/log?follow=1", Edge.Token);
        var reading = wire.ReadToEndAsync();
        using var http = Edge.Client();
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {Edge.Token}");
        try
        {
            for (var sent = 0; sent < 20_000 && !reading.IsCompleted; sent++)
            {
                await wire.Stream.WriteAsync(Frame(1, 5, (2 * sent) + 1, head), Cancellation);
                await wire.Stream.WriteAsync(Frame(3, 0, (2 * sent) + 1, [0, 0, 0, 8]), Cancellation);
                if (sent % 1_000 == 0) Assert.Equal(HttpStatusCode.OK, (await http.AskAsync("/api/v1/namespaces/shop/pods/a?resourceVersion=0")).StatusCode);
            }
        }
        catch (IOException)
        {
            // Put out.
        }
        await wire.DisposeAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref _underWay) == 0);
        Assert.InRange(_most, 0, 2_000);
        Assert.Equal(200, await AskAsync(Edge.Token));
    }

    /// <summary>It hangs, as a followed log does.</summary>
    protected override async Task AnswerAsync(HttpContext context)
    {
        var now = Interlocked.Increment(ref _underWay);
        for (var most = _most; now > most && Interlocked.CompareExchange(ref _most, now, most) != most; most = _most) { }
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>A body that comes in drops.</summary>
    [Fact]
    public async Task SlowBody_OfAReview_IsPutOut()
    {
        Edge.Grant();
        Edge.Store.Disconnected("cut");
        await using var wire = await Wire.OpenAsync(Edge.Address);
        await wire.SendAsync(
            $"POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Edge.Token}\r\nConnection: close\r\nContent-Length: 60000\r\n\r\n");
        var answer = await DribbleAsync(wire);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), answer);
    }

    private static async Task<string> DribbleAsync(Wire wire)
    {
        var reading = wire.ReadToEndAsync();
        try
        {
            while (!reading.IsCompleted)
            {
                await wire.SendAsync("a");
                await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Cancellation));
            }
        }
        catch (IOException)
        {
            // Put out.
        }
        return await reading;
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    /// <summary>GET over https, in HPACK without its table: the indexes are those of the static table.</summary>
    private static byte[] Head(string path, string token) => [0x82, 0x87, 0x01, .. Text("x"), 0x04, .. Text(path), 0x0f, 0x08, .. Text($"Bearer {token}")];

    private static byte[] Text(string text)
    {
        var bytes = new List<byte>();
        var rest = text.Length;
        if (rest < 127)
        {
            bytes.Add((byte)rest);
        }
        else
        {
            bytes.Add(127);
            for (rest -= 127; rest >= 128; rest >>= 7) bytes.Add((byte)((rest & 127) | 128));
            bytes.Add((byte)rest);
        }
        return [.. bytes, .. Encoding.ASCII.GetBytes(text)];
    }
}
