using System.Net.Http.Headers;
using Grpc.Core;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Distribution.Tests.Streaming;
using KubeEdge.EdgeMesh.Proto.Wire;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Security;

/// <summary>What a node can do to the cloud that has its certificate and means ill: nothing to others, and little for itself.</summary>
public sealed class MaliciousEdge
{
    private const string Robot = "system:serviceaccount:shop:robot";
    private readonly FakeCluster _cluster = new();

    public MaliciousEdge()
    {
        foreach (var node in new[] { "hz-1", "bj-1" }) _cluster.Node(node);
        _cluster.Secret("mine", "bWluZQ==");
        _cluster.Secret("theirs", "dGhlaXJz");
        _cluster.Pod("here", "hz-1", secrets: ["mine"]);
        _cluster.Pod("there", "bj-1", serviceAccount: "robot", secrets: ["theirs"]);
    }

    [Fact]
    public async Task Hello_InAnothersName_IsDenied()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var probe = new EdgeProbe(cloud.Address, "hz-1");
        await probe.SayAsync(new EdgeMessage { Hello = EdgeProbe.HelloOf("bj-1") });
        Assert.Equal(StatusCode.PermissionDenied, (await probe.RefusalAsync()).StatusCode);
    }

    [Fact]
    public async Task Secrets_OfAnotherNode_AreNotToBeHadByHoldingWantingOrAskingForThem()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        cloud.Authorizer.Allow(Robot, "v1/secrets");
        using var probe = new EdgeProbe(cloud.Address, "hz-1");
        var hello = EdgeProbe.HelloOf("hz-1");
        // It says that it holds the other's Secret, and wants all of them for a caller who may, but runs elsewhere.
        hello.Collections.Add(new CollectionSummary { Collection = "v1/secrets", Revision = 1, Digests = { 42 } });
        hello.Interests.Add(new Interest { Collection = "v1/secrets", User = Robot });
        await probe.SayAsync(new EdgeMessage { Hello = hello });
        var seen = new List<string>();
        await probe.HearUntilAsync(message =>
        {
            seen.AddRange(message.Changes.Where(change => change is { Collection: "v1/secrets", HasObject: true }).Select(change => change.Name));
            foreach (var question in message.InventoryRequests)
            {
                var entries = new[] { "theirs", "mine" }.Select(name => new InventoryEntry { Namespace = "shop", Name = name, Tag = 7 });
                probe.SayAsync(new EdgeMessage { Inventory = new Inventory { Collection = question.Collection, Entries = { entries }, Last = true } }).GetAwaiter().GetResult();
            }
            return message.Marks.Any(mark => mark is { Collection: "v1/secrets", State: CollectionMark.Types.State.Complete });
        });
        Assert.Equal(["mine"], seen);
    }

    /// <summary>Where no admission forbids it a node may make mirror pods of any content: these must not open anything to it.</summary>
    [Fact]
    public async Task MirrorPod_OfTheNodesOwnMaking_ShowsItNoSecretAndIsNoCaller()
    {
        _cluster.Pod("forged", "hz-1", serviceAccount: "robot", secrets: ["theirs"], mirror: true);
        await using var cloud = await CloudServer.StartAsync(_cluster);
        cloud.Authorizer.Allow(Robot, "v1/secrets");
        using var probe = new EdgeProbe(cloud.Address, "hz-1");
        var hello = EdgeProbe.HelloOf("hz-1");
        hello.Interests.Add(new Interest { Collection = "v1/secrets", User = Robot });
        await probe.SayAsync(new EdgeMessage { Hello = hello });
        var (secrets, pods, denied) = (new List<string>(), new List<string>(), false);
        await probe.HearUntilAsync(message =>
        {
            secrets.AddRange(message.Changes.Where(change => change is { Collection: "v1/secrets", HasObject: true }).Select(change => change.Name));
            pods.AddRange(message.Changes.Where(change => change is { Collection: "v1/pods", HasObject: true }).Select(change => change.Name));
            denied |= message.Marks.Any(mark => mark is { Collection: "v1/secrets", State: CollectionMark.Types.State.Denied });
            return denied && pods.Contains("forged") && secrets.Count > 0;
        });
        Assert.Equal(["mine"], secrets);
    }

    [Fact]
    public async Task Wants_InAFlood_EndTheStreamAndNobodyElsesHearsOfIt()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster, options => options.MaxInterests = 16);
        using var other = await EdgeProbe.ConnectAsync(cloud.Address, "bj-1");
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        var refusal = probe.RefusalAsync();
        try
        {
            for (var i = 0; i < 100_000 && !refusal.IsCompleted; i++)
                await probe.SayAsync(new EdgeMessage { Interest = new Interest { Collection = $"example.com/v1/kind{i}s", User = "system:serviceaccount:shop:default" } });
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The stream has ended while it was written to.
        }
        Assert.Equal(StatusCode.ResourceExhausted, (await refusal).StatusCode);
        _cluster.Service("late", closed: false);
        await other.HearUntilAsync(message => message.Changes.Any(change => change.Name == "late"));
    }

    [Fact]
    public async Task Wants_ForManyCollections_AreGrantedUpToALimit()
    {
        _cluster.Pod("robot", "hz-1", serviceAccount: "robot");
        await using var cloud = await CloudServer.StartAsync(_cluster, options => options.MaxWantedCollections = 2);
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        for (var i = 0; i < 3; i++)
        {
            cloud.Authorizer.Allow(Robot, $"example.com/v1/kind{i}s");
            await probe.SayAsync(new EdgeMessage { Interest = new Interest { Collection = $"example.com/v1/kind{i}s", User = Robot } });
        }
        var denied = await probe.HearUntilAsync(message => message.Marks.Any(mark => mark.State == CollectionMark.Types.State.Denied));
        Assert.Equal("example.com/v1/kind2s", denied.Marks.Single(mark => mark.State == CollectionMark.Types.State.Denied).Collection);
    }

    [Fact]
    public async Task Inventory_ThatNeverEnds_EndsTheStream()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster, options => options.MaxInventory = 1000);
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        var refusal = probe.RefusalAsync();
        try
        {
            for (var i = 0; i < 1000 && !refusal.IsCompleted; i++)
            {
                var entries = Enumerable.Range(0, 100).Select(j => new InventoryEntry { Namespace = "shop", Name = $"n-{i}-{j}", Tag = 1 });
                await probe.SayAsync(new EdgeMessage { Inventory = new Inventory { Collection = "v1/secrets", Entries = { entries } } });
            }
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The stream has ended while it was written to.
        }
        Assert.Equal(StatusCode.ResourceExhausted, (await refusal).StatusCode);
    }

    [Fact]
    public async Task Names_OfMegabytes_AreNotKept()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        var entry = new InventoryEntry { Namespace = "shop", Name = new string('x', 1 << 20), Tag = 1 };
        await probe.SayAsync(new EdgeMessage { Inventory = new Inventory { Collection = "v1/secrets", Entries = { entry } } });
        Assert.Equal(StatusCode.InvalidArgument, (await probe.RefusalAsync()).StatusCode);
        using var again = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        await again.SayAsync(new EdgeMessage { Interest = new Interest { Collection = "v1/secrets", User = new string('x', 1 << 20) } });
        Assert.Equal(StatusCode.InvalidArgument, (await again.RefusalAsync()).StatusCode);
    }

    [Fact]
    public async Task Message_TooLarge_IsRefused()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var probe = new EdgeProbe(cloud.Address, "hz-1");
        var hello = EdgeProbe.HelloOf("hz-1");
        hello.Version = new string('x', 5 << 20);
        try
        {
            await probe.SayAsync(new EdgeMessage { Hello = hello });
        }
        catch (RpcException)
        {
            // Refused before the message was out: the same status is read below.
        }
        Assert.Equal(StatusCode.ResourceExhausted, (await probe.RefusalAsync()).StatusCode);
    }

    [Fact]
    public async Task Acknowledgements_ThatNeverCome_EndTheStreamAndTheQueueStaysSmall()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster, options =>
            (options.AckTimeout, options.HeartbeatInterval, options.ProgressInterval) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(20)));
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        for (var i = 0; i < 1000; i++) _cluster.Service("hot", closed: false);
        Assert.Equal(StatusCode.DeadlineExceeded, (await probe.RefusalAsync()).StatusCode);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 4, 255, 255, 255, 255 })]
    [InlineData(new byte[] { 0, 255, 255, 255, 255, 1, 2, 3 })]
    [InlineData(new byte[] { 7, 7, 7, 7, 7, 7, 7, 7, 7, 7 })]
    public async Task Garbage_InPlaceOfMessages_IsRefusedAndTheCloudGoesOn(byte[] garbage)
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var client = new HttpClient(new IdentityHandler("hz-1"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cloud.Address, "/edgemesh.v1.EdgeSync/Sync"))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(garbage),
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var status = answer.TrailingHeaders.Concat(answer.Headers).Single(header => header.Key == "grpc-status").Value.Single();
        Assert.NotEqual("0", status);
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "bj-1");
    }
}
