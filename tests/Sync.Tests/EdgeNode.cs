using System.Text;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Edge.Sync;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Sync.Tests;

/// <summary>A node: the real sync over a real store on disk.</summary>
internal sealed class EdgeNode : ICloudEndpoint, IRefusalHandler, IAsyncDisposable
{
    private readonly string _certified;
    private readonly IHost _host;

    private EdgeNode(Uri address, string node, string certified, string directory, Action<SyncOptions>? configure)
    {
        (Address, _certified, Directory) = (address, certified, directory);
        Store = ObjectStore.Open(new StoreOptions { DataDirectory = directory }, TimeProvider.System, NullLogger.Instance);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IObjectWriter>(Store);
        builder.Services.AddSingleton<ICollections>(Store);
        builder.Services.AddSingleton<ILink>(Store);
        builder.Services.AddSingleton<IProgress>(Store);
        builder.Services.AddSingleton<ICloudEndpoint>(this);
        builder.Services.AddSingleton<IRefusalHandler>(this);
        builder.Services.AddSync(options =>
        {
            options.Node = node;
            options.MinBackoff = TimeSpan.FromMilliseconds(10);
            options.MaxBackoff = TimeSpan.FromMilliseconds(200);
            configure?.Invoke(options);
        });
        _host = builder.Build();
    }

    public ObjectStore Store { get; }

    public string Directory { get; }

    /// <summary>May be changed: the next connection goes there.</summary>
    public Uri Address { get; set; }

    public List<Refusal> Refusals { get; } = [];

    public static async Task<EdgeNode> StartAsync(Uri address, string node, string? certified = null, string? directory = null, Action<SyncOptions>? configure = null)
    {
        var edge = new EdgeNode(address, node, certified ?? node, directory ?? Path.Combine(Path.GetTempPath(), "edgemesh-sync-" + Guid.NewGuid().ToString("N")), configure);
        await edge._host.StartAsync(TestContext.Current.CancellationToken);
        return edge;
    }

    /// <summary>The object's text, or null.</summary>
    public string? Read(string collection, string ns, string name) =>
        Store.Get(GroupVersionResource.Parse(collection), new ObjectKey(ns, name)) is { } held ? Encoding.UTF8.GetString(held.Json.Span) : null;

    public IReadOnlyList<string> Names(string collection)
    {
        var resource = GroupVersionResource.Parse(collection);
        var names = new List<string>();
        using var cursor = Store.OpenList(new ListQuery(resource, Store.Latest(resource)));
        while (cursor.MoveNext()) names.Add(cursor.Key.Name);
        return names;
    }

    public bool IsComplete(string collection) => Store.Find(GroupVersionResource.Parse(collection))?.Complete is CollectionScope.All or CollectionScope.Node;

    /// <summary>Waits until every collection of the node's share is complete.</summary>
    public Task SyncedAsync() => Eventually.True(
        () => Store.State.Connected && IsComplete("v1/pods") && IsComplete("v1/secrets") && IsComplete("v1/services") && IsComplete("v1/endpoints") && IsComplete("discovery.k8s.io/v1/endpointslices"),
        "the share is complete", TestContext.Current.CancellationToken, () => Store.State.ToString());

    public Task SeesAsync(string collection, string ns, string name, Func<string?, bool> state) => Eventually.True(
        () => state(Read(collection, ns, name)), $"{collection} {ns}/{name}", TestContext.Current.CancellationToken, () => Read(collection, ns, name) ?? "absent");

    /// <summary>Every change of a collection from now on.</summary>
    public IObjectWatch Watch(string collection)
    {
        var resource = GroupVersionResource.Parse(collection);
        return Store.Watch(resource, Store.Latest(resource).Sequence);
    }

    /// <summary>Waits until a person would be told of this problem.</summary>
    public Task SaysAsync(string problem) => Eventually.True(
        () => Store.State is { Connected: false, Problem: { } said } && said.Contains(problem, StringComparison.Ordinal),
        $"'{problem}' is said", TestContext.Current.CancellationToken, () => Store.State.ToString());

    public async Task<Refusal> RefusalAsync()
    {
        Refusal? first = null;
        await Eventually.True(
            () =>
            {
                lock (Refusals) return (first = Refusals.FirstOrDefault()) is not null;
            },
            "the cloud refuses", TestContext.Current.CancellationToken, () => Store.State.ToString());
        return first!;
    }

    public HttpMessageHandler CreateHandler() => new IdentityHandler(_certified);

    public void Refused(Refusal refusal)
    {
        lock (Refusals) Refusals.Add(refusal);
    }

    /// <summary>Stops without removing the data, as a restart does.</summary>
    public async Task StopAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Store.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (System.IO.Directory.Exists(Directory)) System.IO.Directory.Delete(Directory, recursive: true);
    }
}
