using Grpc.Core;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Edge.Sync;
using KubeEdge.EdgeMesh.Proto.Wire;

namespace KubeEdge.EdgeMesh.Sync.Tests;

/// <summary>What a person is told.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task SecondDaemon_IsSurfacedBeforeAnyConnection()
    {
        await using var cloud = await CloudServer.StartAsync(StreamTests.Shop());
        await using var first = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await first.SyncedAsync();
        await using var second = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        var refusal = await second.RefusalAsync();
        Assert.Equal((RefusalKind.SecondDaemon, false), (refusal.Kind, refusal.EverConnected));
        Assert.Contains("stop one of the two", refusal.Message, StringComparison.Ordinal);
        Assert.True(first.Store.State.Connected);
    }

    [Fact]
    public async Task Name_NotTheCertificates_IsSurfaced()
    {
        await using var cloud = await CloudServer.StartAsync(StreamTests.Shop());
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "hz-1", certified: "bj-1");
        Assert.Equal(RefusalKind.Identity, (await edge.RefusalAsync()).Kind);
        Assert.Empty(edge.Store.All());
    }

    [Fact]
    public async Task Node_Unknown_IsSurfaced()
    {
        await using var cloud = await CloudServer.StartAsync(StreamTests.Shop());
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "nobody");
        Assert.Equal(RefusalKind.UnknownNode, (await edge.RefusalAsync()).Kind);
    }

    [Fact]
    public async Task Versions_WithoutOverlap_AreSaidAndServingGoesOn()
    {
        await using var cloud = await CloudServer.StartAsync(StreamTests.Shop());
        await using var newer = await ScriptedCloud.StartAsync((_, _, _) =>
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "the edge speaks protocol 1, the cloud 7: upgrade the edge")));
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await edge.SyncedAsync();

        edge.Address = newer.Address;
        await cloud.DisposeAsync();
        var refusal = await edge.RefusalAsync();
        Assert.Equal((RefusalKind.Versions, true), (refusal.Kind, refusal.EverConnected));
        Assert.Contains("upgrade the edge", edge.Store.State.Problem, StringComparison.Ordinal);
        Assert.Equal(["till"], edge.Names("v1/pods"));
    }

    [Fact]
    public async Task Cloud_Silent_IsTakenAsDead()
    {
        await using var mute = await ScriptedCloud.StartAsync(async (_, cloud, cancellationToken) =>
        {
            await cloud.WriteAsync(ScriptedCloud.Welcome, cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        await using var edge = await EdgeNode.StartAsync(mute.Address, "hz-1", configure: options => options.SilenceTimeout = TimeSpan.FromMilliseconds(200));
        await edge.SaysAsync("silent");
    }

    [Fact]
    public async Task Cloud_NeverSaysWelcome_IsTakenAsDead()
    {
        await using var mute = await ScriptedCloud.StartAsync((_, _, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        await using var edge = await EdgeNode.StartAsync(mute.Address, "hz-1", configure: options => options.WelcomeTimeout = TimeSpan.FromMilliseconds(200));
        await edge.SaysAsync("silent");
    }

    public static TheoryData<string, CloudMessage> Broken => new()
    {
        { "no JSON object", With(Pod("bad", "[1]")) },
        { "no JSON", With(Pod("bad", "{\"kind\":")) },
        { "no metadata", With(Pod("bad", "{}")) },
        { "two values", With(Pod("bad", "{}{}")) },
        { "no name", With(Pod("", "{}")) },
        { "no collection", With(new Change { Collection = "pods", Name = "bad", Revision = 5 }) },
        { "negative revision", With(new Change { Collection = "v1/pods", Name = "bad", Revision = -5 }) },
        { "unknown mark", new CloudMessage { Batch = 1, Changes = { Good }, Marks = { new CollectionMark { Collection = "v1/pods" } } } },
        { "buckets", new CloudMessage { Batch = 1, Changes = { Good }, InventoryRequests = { new InventoryRequest { Collection = "v1/pods", BucketCount = 3 } } } },
        { "gap", new CloudMessage { Batch = 9, Changes = { Good } } },
        { "second Welcome", new CloudMessage { Batch = 1, Changes = { Good }, Welcome = ScriptedCloud.Welcome.Welcome } },
    };

    [Theory, MemberData(nameof(Broken))]
    public async Task Message_ThatBreaksTheLaw_IsRefusedWhole(string what, CloudMessage message)
    {
        await using var liar = await ScriptedCloud.StartAsync(async (_, cloud, cancellationToken) =>
        {
            await cloud.WriteAsync(ScriptedCloud.Welcome, cancellationToken);
            await cloud.WriteAsync(message, cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        await using var edge = await EdgeNode.StartAsync(liar.Address, "hz-1");
        await edge.SaysAsync("law of the stream");
        Assert.True(edge.Store.All().Count == 0, what);
    }

    private static Change Good => Pod("good", "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"good\",\"resourceVersion\":\"5\"}}");

    private static CloudMessage With(Change bad) => new() { Batch = 1, Revision = 5, Changes = { Good, bad } };

    private static Change Pod(string name, string json) => new()
    {
        Collection = "v1/pods",
        Namespace = "shop",
        Name = name,
        Revision = 5,
        Tag = 1,
        Object = Google.Protobuf.ByteString.CopyFromUtf8(json),
    };
}
