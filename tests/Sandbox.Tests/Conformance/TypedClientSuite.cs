using System.Threading.Channels;
using k8s;
using k8s.Models;
using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Conformance;

/// <summary>What the C# client does.</summary>
public abstract class TypedClientSuite(ITestCluster cluster) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly ClusterApi _api = new(cluster);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_TypedRoundTrip_Works()
    {
        var ns = await _api.NewNamespaceAsync();
        var core = _api.Typed.CoreV1;
        var made = await core.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = "a" }, Data = new Dictionary<string, string> { ["k"] = "v" } }, ns, cancellationToken: Cancel);
        made.Data["k"] = "w";
        var replaced = await core.ReplaceNamespacedConfigMapAsync(made, "a", ns, cancellationToken: Cancel);
        Assert.NotEqual(made.Metadata.ResourceVersion, replaced.Metadata.ResourceVersion);
        var patched = await core.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"x":"y"}}""", V1Patch.PatchType.MergePatch), "a", ns, cancellationToken: Cancel);
        Assert.Equal(("w", "y"), (patched.Data["k"], patched.Data["x"]));
        Assert.Equal("Success", (await core.DeleteNamespacedConfigMapAsync("a", ns, cancellationToken: Cancel)).Status);
        Assert.DoesNotContain((await core.ListNamespacedConfigMapAsync(ns, cancellationToken: Cancel)).Items, item => item.Metadata.Name == "a");
    }

    [Fact]
    public async Task Apply_TypedPatch_Works()
    {
        var ns = await _api.NewNamespaceAsync();
        var wanted = new V1Secret { ApiVersion = "v1", Kind = "Secret", Metadata = new() { Name = "s" }, StringData = new Dictionary<string, string> { ["k"] = "v" } };
        var applied = await _api.Typed.CoreV1.PatchNamespacedSecretAsync(new V1Patch(wanted, V1Patch.PatchType.ApplyPatch), "s", ns, fieldManager: "suite", cancellationToken: Cancel);
        Assert.Equal("v"u8.ToArray(), applied.Data["k"]);
        Assert.Equal("Opaque", applied.Type);
    }

    [Fact]
    public async Task Watch_Changes_ArriveInOrder()
    {
        var ns = await _api.NewNamespaceAsync();
        var core = _api.Typed.CoreV1;
        var version = (await core.ListNamespacedSecretAsync(ns, cancellationToken: Cancel)).Metadata.ResourceVersion;
        var events = Channel.CreateUnbounded<(WatchEventType, V1Secret)>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var reading = Task.Run(
            async () =>
            {
                await foreach (var change in core.WatchListNamespacedSecretAsync(ns, resourceVersion: version, cancellationToken: stop.Token)) events.Writer.TryWrite(change);
            },
            stop.Token);
        await core.CreateNamespacedSecretAsync(new V1Secret { Metadata = new() { Name = "s" } }, ns, cancellationToken: Cancel);
        await core.PatchNamespacedSecretAsync(new V1Patch("""{"metadata":{"labels":{"a":"b"}}}""", V1Patch.PatchType.MergePatch), "s", ns, cancellationToken: Cancel);
        await core.DeleteNamespacedSecretAsync("s", ns, cancellationToken: Cancel);

        var seen = new List<WatchEventType>();
        long last = 0;
        while (seen.Count < 3)
        {
            var (type, secret) = await events.Reader.ReadAsync(Cancel).AsTask().WaitAsync(s_patience, Cancel);
            seen.Add(type);
            var revision = long.Parse(secret.Metadata.ResourceVersion);
            Assert.True(revision > last, "the versions of a watch rise");
            last = revision;
        }
        Assert.Equal([WatchEventType.Added, WatchEventType.Modified, WatchEventType.Deleted], seen);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Conflict_TypedReplace_Throws409()
    {
        var ns = await _api.NewNamespaceAsync();
        var core = _api.Typed.CoreV1;
        var made = await core.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = "a" } }, ns, cancellationToken: Cancel);
        made.Data = new Dictionary<string, string> { ["k"] = "1" };
        await core.ReplaceNamespacedConfigMapAsync(made, "a", ns, cancellationToken: Cancel);
        made.Data["k"] = "2";
        var refused = await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(() => core.ReplaceNamespacedConfigMapAsync(made, "a", ns, cancellationToken: Cancel));
        Assert.Equal(System.Net.HttpStatusCode.Conflict, refused.Response.StatusCode);
    }

    [Fact]
    public async Task Lease_Renewal_Works()
    {
        var ns = await _api.NewNamespaceAsync();
        var leases = _api.Typed.CoordinationV1;
        var lease = await leases.CreateNamespacedLeaseAsync(
            new V1Lease { Metadata = new() { Name = "l" }, Spec = new() { HolderIdentity = "me", LeaseDurationSeconds = 15, RenewTime = new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc) } }, ns, cancellationToken: Cancel);
        lease.Spec.RenewTime = lease.Spec.RenewTime!.Value.AddSeconds(5);
        var renewed = await leases.ReplaceNamespacedLeaseAsync(lease, "l", ns, cancellationToken: Cancel);
        Assert.Equal((10, 678), (renewed.Spec.RenewTime!.Value.Second, renewed.Spec.RenewTime.Value.Millisecond));
    }

    public void Dispose()
    {
        _api.Dispose();
        GC.SuppressFinalize(this);
    }
}
