using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary>As much of an API server as starting the processes needs: objects by path, lists of them, watches on which nothing happens.</summary>
internal sealed partial class FakeApiServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonObject> _objects = new();
    private readonly WebApplication _app;
    private readonly Scratch _scratch = new();
    private int _revision = 100;

    private FakeApiServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(AnswerAsync);
    }

    public string Kubeconfig => Path.Combine(_scratch.Path, "kubeconfig");

    /// <summary>Who answers, by path, in place of what is kept here.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Answers { get; } = new();

    /// <summary>What the API server was asked in the name of others, by path.</summary>
    public ConcurrentQueue<(string Path, string Credential)> Forwarded { get; } = new();

    public static async Task<FakeApiServer> StartAsync(params string[] nodes)
    {
        var server = new FakeApiServer();
        server.Put("/api/v1/namespaces/kube-system", "Namespace", "kube-system");
        server.Put("/api/v1/namespaces/default", "Namespace", "default");
        foreach (var node in nodes) server.Put($"/api/v1/nodes/{node}", "Node", node);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(server.Kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            clusters:
              - name: test
                cluster: { server: "{{server._app.Urls.Single()}}" }
            users:
              - name: test
                user: { token: ourselves }
            contexts:
              - name: test
                context: { cluster: test, user: test }
            current-context: test
            """, TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Puts an object as it is given, at the place that its path says.</summary>
    public void Put(string path, string json) => _objects[path] = JsonNode.Parse(json)!.AsObject();

    public void Remove(string path) => _objects.TryRemove(path, out _);

    public bool Has(string path) => _objects.ContainsKey(path);

    public async ValueTask DisposeAsync()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();
        await _app.StopAsync(stopping.Token);
        await _app.DisposeAsync();
        _scratch.Dispose();
    }

    private void Put(string path, string kind, string name) => _objects[path] = new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = $"uid-of-{name}", ["resourceVersion"] = $"{_revision++}" },
    };

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (context.Request.Headers.Authorization.ToString() is var credential && credential != "Bearer ourselves")
            Forwarded.Enqueue((path, credential));

        if (Answers.TryGetValue(path, out var answer))
        {
            await answer(context);
        }
        else if (context.Request.Query["watch"] == "true")
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
            body["metadata"]!["resourceVersion"] = $"{Interlocked.Increment(ref _revision)}";
            if ((string?)body["kind"] == "Secret") Told.Secret(body);
            var created = _objects.TryAdd($"{path}/{body["metadata"]!["name"]}", body);
            await WriteAsync(context, created ? 201 : 409, created ? body : Status(409));
        }
        else if (HttpMethods.IsPut(context.Request.Method))
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
            if ((string?)body["kind"] == "Secret") Told.Secret(body);
            var fits = _objects.TryGetValue(path, out var known) && (string?)known["metadata"]!["resourceVersion"] == (string?)body["metadata"]!["resourceVersion"];
            body["metadata"]!["resourceVersion"] = $"{Interlocked.Increment(ref _revision)}";
            fits = fits && _objects.TryUpdate(path, body, known!);
            await WriteAsync(context, fits ? 200 : 409, fits ? body : Status(409));
        }
        else if (HttpMethods.IsDelete(context.Request.Method))
        {
            var deleted = _objects.TryRemove(path, out var gone);
            await WriteAsync(context, deleted ? 200 : 404, deleted ? gone! : Status(404));
        }
        else if (_objects.TryGetValue(path, out var found))
        {
            await WriteAsync(context, 200, found);
        }
        else if (OneObject().IsMatch(path))
        {
            await WriteAsync(context, 404, Status(404));
        }
        else
        {
            var items = _objects.Where(entry => entry.Key.StartsWith(path + "/", StringComparison.Ordinal) && !entry.Key[(path.Length + 1)..].Contains('/', StringComparison.Ordinal));
            await WriteAsync(context, 200, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "List",
                ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_revision}" },
                ["items"] = new JsonArray([.. items.Select(entry => entry.Value.DeepClone())]),
            });
        }
    }

    /// <remarks>As list patterns joined by "or" this takes the compiler a minute and four gigabytes.</remarks>
    [GeneratedRegex("/(secrets|configmaps)/[^/]*$|^/api/v1/(nodes|namespaces)/[^/]*$|^/api/v1/namespaces/[^/]*/(services|endpoints)/[^/]*$")]
    private static partial Regex OneObject();

    private static JsonObject Status(int code) => new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["code"] = code, ["message"] = $"code {code}" };

    private static Task WriteAsync(HttpContext context, int code, JsonObject body)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
