using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.MetaServer;

/// <summary>
/// From the start of the process to the last byte of the first list, byte for byte the one that was served before it was killed. The cloud is gone meanwhile.
/// </summary>
internal sealed class ColdStart(EdgeNode edge, Func<HttpTarget> target, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<Sample> MeasureAsync(HttpQuestion list, int times, CancellationToken cancellationToken)
    {
        var sample = new Sample();
        var expected = await DigestAsync(list, cancellationToken);
        for (var i = 0; i < times; i++)
        {
            await edge.KillAsync();
            var start = time.GetTimestamp();
            edge.Start();
            var first = await FirstAsync(list, start, cancellationToken);
            sample.Add(time.GetElapsedTime(start));
            if (first != expected) throw new InvalidOperationException("The first list after a restart is not the one before it.");
        }
        return sample;
    }

    private async Task<string> FirstAsync(HttpQuestion list, long start, CancellationToken cancellationToken)
    {
        var daemon = target();
        while (!await AcceptsAsync(daemon.Address))
        {
            if (time.GetElapsedTime(start) > Patience) throw new TimeoutException($"{edge.Name} does not listen after {Patience.TotalSeconds:0} s");
            await Task.Delay(Pause, time, cancellationToken);
        }
        using var client = daemon.Connect();
        return await DigestAsync(client, list, cancellationToken);
    }

    /// <summary>Whether somebody listens. It is told without an exception where nobody does: hundreds of them would take from the daemon what they wait for.</summary>
    private static async Task<bool> AcceptsAsync(Uri address)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var attempt = new SocketAsyncEventArgs { RemoteEndPoint = new DnsEndPoint(address.Host, address.Port) };
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        attempt.Completed += (_, _) => ended.SetResult();
        if (socket.ConnectAsync(attempt)) await ended.Task;
        return attempt.SocketError == SocketError.Success;
    }

    private async Task<string> DigestAsync(HttpQuestion list, CancellationToken cancellationToken)
    {
        using var client = target().Connect();
        return await DigestAsync(client, list, cancellationToken);
    }

    private static async Task<string> DigestAsync(HttpClient client, HttpQuestion list, CancellationToken cancellationToken)
    {
        using var answer = await list.OpenAsync(client, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return Convert.ToHexString(await SHA256.HashDataAsync(body, cancellationToken));
    }
}
