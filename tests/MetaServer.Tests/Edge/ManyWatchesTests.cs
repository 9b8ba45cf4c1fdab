using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>A pod that opens watches by the thousand, and reads none of them, costs the node's own identity next to nothing.</summary>
public sealed class ManyWatchesTests : IAsyncLifetime
{
    private const int Asked = 3_000;
    private const int AskedAtATime = 50;
    private const int Allowed = 500;
    private const int Rounds = 25;
    private const string All = "/api/v1/pods?watch=1&resourceVersion=";
    private const string Own = "/api/v1/pods?fieldSelector=spec.nodeName%3Dn1";
    private static readonly string s_filling = new('x', 2_000);
    private readonly ClientAuthority _authority = new();
    private readonly ConcurrentBag<HttpResponseMessage> _open = [];
    private EdgeServer _edge = null!;
    private HttpClient _kubelet = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _edge = await EdgeServer.StartAsync();
        _edge.Store.PutDocument("client-ca", _authority.Certificate.ExportCertificatePem(), "application/x-pem-file");
        _edge.Grant();
        _edge.Store.Put(Objects.Nodes, "n1");
        for (var i = 0; i < 100; i++) _edge.Store.Put(Objects.Pods, $"shop/p{i:00}", $"\"spec\":{{\"nodeName\":\"n{i % 2}\"}}");
        _edge.Store.Complete(Objects.Pods.Resource);
        _edge.Store.Complete(Objects.Nodes.Resource);
        _kubelet = _edge.Client(certificate: _authority.Issue("CN=system:node:n1, O=system:nodes"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watch in _open) watch.Dispose();
        _kubelet.Dispose();
        await _edge.DisposeAsync();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Pod_WithThousandsOfWatchesThatItDoesNotRead_LeavesTheKubeletItsAnswersAndEvents(int version)
    {
        await FollowAsync(0); // What is done for the first time takes its time.
        var alone = await FollowAsync(1);
        using var pod = Pod(version == 1 ? HttpVersion.Version11 : HttpVersion.Version20);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var changing = ChangeAsync(done.Token);
        var asking = AskOnAsync(done.Token);
        var refused = await FloodAsync(pod);
        Assert.Equal((Allowed, Asked - Allowed), (_open.Count, refused));
        var beside = await FollowAsync(2);
        await done.CancelAsync();
        var changes = await changing;
        var answers = await asking;

        var grown = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"HTTP/{version}: an event reaches the kubelet in {alone.TotalMilliseconds:0.00} ms alone, {beside.TotalMilliseconds:0.00} ms beside {_open.Count} watches; {answers} answers, {changes} changes, {grown:0.0} MiB");
        Assert.True(answers > 0 && changes > 0);
        // Two cores, of which the pod's own 500 readers-to-be have their part: what counts is that nobody waits for those who do not read.
        var most = TimeSpan.FromMilliseconds(Math.Max(alone.TotalMilliseconds, 1) * 100);
        Assert.True(beside < most, $"an event took {beside.TotalMilliseconds:0.0} ms, alone {alone.TotalMilliseconds:0.0} ms");
        // Both ends of every connection are in this process.
        Assert.True(grown < 160, $"{_open.Count} watches that nobody reads cost {grown:0.0} MiB");
    }

    /// <summary>How long it takes in the middle from a change of one of the node's pods until the kubelet has it.</summary>
    private async Task<TimeSpan> FollowAsync(int pass)
    {
        var list = await _kubelet.GetJsonAsync($"{Own}&resourceVersion=0");
        Assert.Equal(50, list.Names().Length);
        using var watch = await WatchReader.OpenAsync(_kubelet, $"{Own}&watch=1&resourceVersion={(string?)list["metadata"]!["resourceVersion"]}");
        var took = new List<TimeSpan>();
        for (var i = 0; i < Rounds; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            var at = _edge.Store.Put(Objects.Pods, "shop/p01", $"\"spec\":{{\"nodeName\":\"n1\"}},\"status\":{{\"message\":\"{pass}-{i}\"}}");
            Assert.Equal($"MODIFIED shop/p01@{at}", await watch.NextTextAsync());
            took.Add(TimeProvider.System.GetElapsedTime(start));
        }
        took.Sort();
        return took[took.Count / 2];
    }

    /// <summary>Pods of another node change all the time.</summary>
    private async Task<int> ChangeAsync(CancellationToken done)
    {
        var changes = 0;
        while (!done.IsCancellationRequested)
        {
            _edge.Store.Put(Objects.Pods, $"shop/p{changes++ % 50 * 2:00}", $"\"spec\":{{\"nodeName\":\"n0\"}},\"status\":{{\"message\":\"{s_filling}\"}}");
            await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System, done).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
        return changes;
    }

    /// <summary>The kubelet reads on; each of its questions must be answered.</summary>
    private async Task<int> AskOnAsync(CancellationToken done)
    {
        var answers = 0;
        for (; !done.IsCancellationRequested; answers += 3)
        {
            await _kubelet.GetJsonAsync("/api/v1/nodes/n1");
            await _kubelet.GetJsonAsync("/api/v1/namespaces/shop/pods/p01");
            Assert.Equal(50, (await _kubelet.GetJsonAsync($"{Own}&resourceVersion=0")).Names().Length);
            await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System, done).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
        return answers;
    }

    /// <summary>Asks for all the watches, and says how many were refused as they should be.</summary>
    private async Task<int> FloodAsync(HttpClient pod)
    {
        var refused = 0;
        var path = All + _edge.Store.Revision;
        await Parallel.ForAsync(0, Asked, new ParallelOptions { MaxDegreeOfParallelism = AskedAtATime, CancellationToken = Cancellation }, async (_, _) =>
        {
            var answer = await pod.AskAsync(path);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                _open.Add(answer);
                return;
            }
            using (answer)
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
                Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
                await answer.ReadFailureAsync(429);
                Interlocked.Increment(ref refused);
            }
        });
        return refused;
    }

    /// <summary>Its system takes in little for who does not read.</summary>
    private HttpClient Pod(Version version)
    {
        var handler = Kestrel.Handler();
        handler.ConnectCallback = static async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 8192 };
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        };
        var client = new HttpClient(handler)
        {
            BaseAddress = _edge.Address,
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(60),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _edge.Token);
        return client;
    }
}
