using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Fakes;

/// <summary>
/// An API server of collections that can be told to fail. It knows lists in pages and watches with history, and nothing else.
/// </summary>
public sealed class FakeApiServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FakeCollection> _collections = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _documents = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task<bool>>> _faults = new();
    private readonly WebApplication _app;
    private long _revision = 1000;

    private FakeApiServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>A kubeconfig that leads here.</summary>
    public string Kubeconfig { get; } = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    /// <summary>Requests so far, path and query.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public long Revision => Interlocked.Read(ref _revision);

    public static async Task<FakeApiServer> StartAsync(string? token = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new FakeApiServer(app);
        app.Run(server.ServeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        server.Address = new Uri(addresses.First());
        await File.WriteAllTextAsync(server.Kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            current-context: fake
            clusters: [{name: fake, cluster: {server: "{{server.Address}}"} }]
            users: [{name: fake, user: {token: "{{token ?? "our-own-token"}}"} }]
            contexts: [{name: fake, context: {cluster: fake, user: fake} }]
            """);
        return server;
    }

    /// <summary>The collection at a path such as <c>/api/v1/pods</c>; from the first call on it is served.</summary>
    public FakeCollection Collection(string path, string apiVersion, string kind) =>
        _collections.GetOrAdd(path, _ => new FakeCollection(apiVersion, kind, () => Interlocked.Increment(ref _revision), () => Revision));

    /// <summary>Serves something else at a path.</summary>
    public void Serve(string path, Func<HttpContext, Task> answer) => _documents[path] = answer;

    /// <summary>Stops serving a path.</summary>
    public void Drop(string path) => _documents.TryRemove(path, out _);

    /// <summary>The next request that the fault wants to take (it returns true) is its own.</summary>
    public void Fault(Func<HttpContext, Task<bool>> fault) => _faults.Enqueue(fault);

    /// <summary>The next request is answered with a code and nothing else.</summary>
    public void Fault(int code, string? retryAfter = null) => Fault(context =>
    {
        context.Response.StatusCode = code;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return Task.FromResult(true);
    });

    /// <summary>Requests from now on wait until the result is called.</summary>
    public Action Block()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Fault(async _ =>
        {
            await open.Task;
            return false;
        });
        return open.SetResult;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var collection in _collections.Values)
            collection.CutWatches();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        File.Delete(Kubeconfig);
    }

    private async Task ServeAsync(HttpContext context)
    {
        Requests.Enqueue($"{context.Request.Path}{context.Request.QueryString}");
        if (_faults.TryPeek(out var fault) && await fault(context))
        {
            _faults.TryDequeue(out _);
            return;
        }

        if (_documents.TryGetValue(context.Request.Path, out var answer))
            await answer(context);
        else if (_collections.TryGetValue(context.Request.Path, out var collection))
            await collection.ServeAsync(context);
        else
            context.Response.StatusCode = 404;
    }
}
