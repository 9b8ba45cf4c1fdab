using System.Text;
using Google.Protobuf;
using KubeEdge.EdgeMesh.Proto.Wire;

namespace KubeEdge.EdgeMesh.Sync.Tests.Security;

/// <summary>What somebody who plays the cloud, or a cloud that is broken, can do to an edge: what it holds stays as it was, and is served.</summary>
public sealed class MaliciousCloud
{
    private const string Before = "before";

    [Fact]
    public async Task Message_TooLarge_LeavesWhatIsHeld()
    {
        var padding = new string('x', 65 << 20);
        await HoldsAsync(new CloudMessage { Batch = 2, Revision = 20, Changes = { Pod("large", 20, padding) } }, "exceeds");
    }

    [Fact]
    public async Task Batch_OutOfSequence_LeavesWhatIsHeld() =>
        await HoldsAsync(new CloudMessage { Batch = 7, Revision = 20, Changes = { Deleted(Before, 20) } }, "law of the stream");

    [Fact]
    public async Task Batch_Replayed_LeavesWhatIsHeld() =>
        await HoldsAsync(new CloudMessage { Batch = 1, Revision = 20, Changes = { Deleted(Before, 20) } }, "law of the stream");

    [Fact]
    public async Task Object_ThatIsGarbage_LeavesWhatIsHeld() => await HoldsAsync(
        new CloudMessage { Batch = 2, Revision = 20, Changes = { Deleted(Before, 20), new Change { Collection = "v1/pods", Namespace = "shop", Name = "bad", Revision = 20, Object = ByteString.CopyFrom(0xff, 0xfe, 0) } } },
        "law of the stream");

    [Fact]
    public async Task Object_NestedTooDeep_LeavesWhatIsHeld() => await HoldsAsync(
        new CloudMessage
        {
            Batch = 2,
            Revision = 20,
            Changes = { Deleted(Before, 20), new Change { Collection = "v1/pods", Namespace = "shop", Name = "bad", Revision = 20, Object = ByteString.CopyFromUtf8("{\"a\":" + new string('[', 100_000)) } },
        },
        "law of the stream");

    [Fact]
    public async Task Revisions_GoingBackward_NeverGoBackAtTheEdge()
    {
        await using var liar = await ScriptedCloud.StartAsync(async (_, cloud, cancellationToken) =>
        {
            await cloud.WriteAsync(ScriptedCloud.Welcome, cancellationToken);
            await cloud.WriteAsync(First, cancellationToken);
            await cloud.WriteAsync(new CloudMessage { Batch = 2, Revision = 3, Changes = { Pod(Before, 3, "older") } }, cancellationToken);
            await cloud.WriteAsync(new CloudMessage { Batch = 3, Revision = 4, Changes = { Pod("after", 4, "") } }, cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        await using var edge = await EdgeNode.StartAsync(liar.Address, "hz-1");
        await edge.SeesAsync("v1/pods", "shop", "after", json => json is not null);
        Assert.True(edge.Store.Revision >= 10);
        Assert.True(edge.Store.Get(new("", "v1", "pods"), new("shop", Before))!.Revision >= 10);
    }

    [Fact]
    public async Task Inventory_AskedForWithoutEnd_CostsTheStreamOnly()
    {
        await using var liar = await ScriptedCloud.StartAsync(async (_, cloud, cancellationToken) =>
        {
            await cloud.WriteAsync(ScriptedCloud.Welcome, cancellationToken);
            await cloud.WriteAsync(First, cancellationToken);
            for (ulong batch = 2; batch < 500; batch++)
            {
                await cloud.WriteAsync(new CloudMessage { Batch = batch, InventoryRequests = { new InventoryRequest { Collection = "v1/pods", BucketCount = 256, Buckets = { Enumerable.Range(0, 256).Select(i => (uint)i) } } } }, cancellationToken);
            }
            throw new InvalidOperationException("the end");
        });
        await using var edge = await EdgeNode.StartAsync(liar.Address, "hz-1");
        await edge.SeesAsync("v1/pods", "shop", Before, json => json is not null);
    }

    /// <summary>The edge holds something, then hears this: it says so, and holds what it held.</summary>
    private static async Task HoldsAsync(CloudMessage attack, string problem)
    {
        var attacked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var liar = await ScriptedCloud.StartAsync(async (_, cloud, cancellationToken) =>
        {
            await cloud.WriteAsync(ScriptedCloud.Welcome, cancellationToken);
            await cloud.WriteAsync(First, cancellationToken);
            attacked.TrySetResult();
            await cloud.WriteAsync(attack, cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        await using var edge = await EdgeNode.StartAsync(liar.Address, "hz-1");
        await attacked.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        await edge.SaysAsync(problem);
        Assert.NotNull(edge.Read("v1/pods", "shop", Before));
        Assert.Equal([Before], edge.Names("v1/pods"));
    }

    private static CloudMessage First => new()
    {
        Batch = 1,
        Revision = 10,
        Changes = { Pod(Before, 10, "") },
        Marks = { new CollectionMark { Collection = "v1/pods", State = CollectionMark.Types.State.Complete, Scope = CollectionMark.Types.Scope.Node, Revision = 10 } },
    };

    private static Change Deleted(string name, long revision) => new() { Collection = "v1/pods", Namespace = "shop", Name = name, Revision = revision };

    private static Change Pod(string name, long revision, string padding) => new()
    {
        Collection = "v1/pods",
        Namespace = "shop",
        Name = name,
        Revision = revision,
        Tag = (ulong)(revision * 1000) + (ulong)padding.Length,
        Object = ByteString.CopyFrom(Encoding.UTF8.GetBytes(
            $"{{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"{name}\",\"namespace\":\"shop\",\"resourceVersion\":\"{revision}\"}},\"padding\":\"{padding}\"}}")),
    };
}
