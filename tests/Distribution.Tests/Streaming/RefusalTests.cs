using Grpc.Core;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.Wire;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Streaming;

public sealed class RefusalTests
{
    private readonly FakeCluster _cluster = new();

    public RefusalTests() => _cluster.Node("hz-1", "hangzhou");

    [Fact]
    public Task Certificate_Missing_IsUnauthenticated() =>
        RefusedAsync(null, new EdgeMessage { Hello = EdgeProbe.HelloOf("hz-1") }, StatusCode.Unauthenticated, "join");

    [Fact]
    public Task Name_NotTheCertificates_IsDenied() =>
        RefusedAsync("bj-1", new EdgeMessage { Hello = EdgeProbe.HelloOf("hz-1") }, StatusCode.PermissionDenied, "bj-1", "hz-1");

    [Fact]
    public Task Node_Unknown_IsNotFound() =>
        RefusedAsync("nobody", new EdgeMessage { Hello = EdgeProbe.HelloOf("nobody") }, StatusCode.NotFound, "nobody", "kubectl get nodes");

    [Theory]
    [InlineData(7, 9, "7 to 9", "upgrade the cloud")]
    [InlineData(0, 0, "0", "upgrade the edge")]
    public Task Protocols_WithoutOverlap_NameBothAndTheMend(uint lowest, uint highest, string range, string mend)
    {
        var hello = EdgeProbe.HelloOf("hz-1");
        (hello.ProtocolMin, hello.ProtocolMax) = (lowest, highest);
        return RefusedAsync("hz-1", new EdgeMessage { Hello = hello }, StatusCode.FailedPrecondition, range, "the cloud 1", mend);
    }

    [Fact]
    public Task FirstMessage_NotHello_IsRefused() =>
        RefusedAsync("hz-1", new EdgeMessage { Ack = new Ack() }, StatusCode.InvalidArgument, "Hello");

    [Fact]
    public Task Message_Empty_IsRefused() => RefusedAsync("hz-1", new EdgeMessage(), StatusCode.InvalidArgument, "nothing");

    [Fact]
    public Task Digests_OfABadNumber_AreRefused()
    {
        var hello = EdgeProbe.HelloOf("hz-1");
        hello.Collections.Add(new CollectionSummary { Collection = "v1/pods", Digests = { 1, 2, 3 } });
        return RefusedAsync("hz-1", new EdgeMessage { Hello = hello }, StatusCode.InvalidArgument, "3 digests");
    }

    [Fact]
    public Task Collection_Misnamed_IsRefused()
    {
        var hello = EdgeProbe.HelloOf("hz-1");
        hello.Collections.Add(new CollectionSummary { Collection = "../../etc/passwd", Digests = { 1 } });
        return RefusedAsync("hz-1", new EdgeMessage { Hello = hello }, StatusCode.InvalidArgument, "passwd");
    }

    [Fact]
    public Task Collection_NamedTwice_IsRefused()
    {
        var hello = EdgeProbe.HelloOf("hz-1");
        hello.Collections.Add(new CollectionSummary { Collection = "v1/pods", Digests = { 1 } });
        hello.Collections.Add(new CollectionSummary { Collection = "v1/pods", Digests = { 2 } });
        return RefusedAsync("hz-1", new EdgeMessage { Hello = hello }, StatusCode.InvalidArgument, "twice");
    }

    [Fact]
    public async Task Hello_Second_IsRefused()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        await probe.SayAsync(new EdgeMessage { Hello = EdgeProbe.HelloOf("hz-1") });
        Assert.Equal(StatusCode.InvalidArgument, (await probe.RefusalAsync()).StatusCode);
    }

    [Fact]
    public async Task Acknowledgement_OfAnUnsentBatch_IsRefused()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        await probe.AcknowledgeAsync(1_000_000);
        Assert.Equal(StatusCode.InvalidArgument, (await probe.RefusalAsync()).StatusCode);
    }

    [Fact]
    public async Task Hello_NeverSaid_EndsTheStream()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster, options => options.HelloTimeout = TimeSpan.FromMilliseconds(50));
        using var probe = new EdgeProbe(cloud.Address, "hz-1");
        Assert.Equal(StatusCode.DeadlineExceeded, (await probe.RefusalAsync()).StatusCode);
    }

    [Fact]
    public async Task Cloud_NotReady_IsUnavailable()
    {
        var late = new FakeCluster();
        late.Unsynced.Add("v1/nodes");
        await using var cloud = await CloudServer.StartAsync(late, options => options.ReadyTimeout = TimeSpan.FromMilliseconds(50));
        using var probe = new EdgeProbe(cloud.Address, "hz-1");
        await probe.SayAsync(new EdgeMessage { Hello = EdgeProbe.HelloOf("hz-1") });
        Assert.Equal(StatusCode.Unavailable, (await probe.RefusalAsync()).StatusCode);
    }

    private async Task RefusedAsync(string? certified, EdgeMessage first, StatusCode status, params string[] words)
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var probe = new EdgeProbe(cloud.Address, certified);
        try
        {
            await probe.SayAsync(first);
        }
        catch (RpcException)
        {
            // Refused before the message was out: the same status is read below.
        }
        var refusal = await probe.RefusalAsync();
        Assert.Equal(status, refusal.StatusCode);
        Assert.All(words, word => Assert.Contains(word, refusal.Detail, StringComparison.Ordinal));
    }
}
