using Grpc.Core;
using Grpc.Net.Client;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.Wire;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Streaming;

/// <summary>A client that says exactly what a test tells it to, in the generated messages.</summary>
internal sealed class EdgeProbe : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<EdgeMessage, CloudMessage> _call;

    public EdgeProbe(Uri cloud, string? certified)
    {
        _channel = GrpcChannel.ForAddress(cloud, new GrpcChannelOptions { HttpHandler = new IdentityHandler(certified), DisposeHttpClient = true });
        _call = new EdgeSync.EdgeSyncClient(_channel).Sync(cancellationToken: TestContext.Current.CancellationToken);
    }

    public static Hello HelloOf(string node, string instance = "instance-1") => new() { ProtocolMin = 1, ProtocolMax = 1, Node = node, Instance = instance };

    /// <summary>Connects and reads Welcome.</summary>
    public static async Task<EdgeProbe> ConnectAsync(Uri cloud, string node, string instance = "instance-1", params Interest[] interests)
    {
        var probe = new EdgeProbe(cloud, node);
        var hello = HelloOf(node, instance);
        hello.Interests.Add(interests);
        await probe.SayAsync(new EdgeMessage { Hello = hello });
        Assert.NotNull((await probe.HearAsync()).Welcome);
        return probe;
    }

    public Task SayAsync(EdgeMessage message) => _call.RequestStream.WriteAsync(message, TestContext.Current.CancellationToken);

    public Task AcknowledgeAsync(ulong batch) => SayAsync(new EdgeMessage { Ack = new Ack { Batch = batch } });

    public async Task<CloudMessage> HearAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Assert.True(await _call.ResponseStream.MoveNext(limit.Token).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, limit.Token), "the stream ended");
        return _call.ResponseStream.Current;
    }

    /// <summary>Reads and acknowledges until a message fits.</summary>
    public async Task<CloudMessage> HearUntilAsync(Func<CloudMessage, bool> fits)
    {
        while (true)
        {
            var message = await HearAsync();
            await AcknowledgeAsync(message.Batch);
            if (fits(message)) return message;
        }
    }

    /// <summary>Reads to the end, which must be a refusal.</summary>
    public async Task<Status> RefusalAsync()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true) await HearAsync();
        });
        return refused.Status;
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }
}
