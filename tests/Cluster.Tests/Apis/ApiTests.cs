using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cluster.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Apis;

/// <summary>The room against a whole API, over TLS and HTTP/2.</summary>
public abstract class ApiTests : IAsyncDisposable
{
    private static readonly GroupVersionResource Maps = new("", "v1", "configmaps");

    private readonly ApiUnderTest _api;
    private readonly ServiceProvider _services;
    private readonly RecordingLogger _logger = new();

    protected ApiTests(ApiUnderTest api)
    {
        Assert.SkipWhen(api.Missing is not null, api.Missing ?? "");
        _api = api;
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(_logger))
            .AddCluster(options =>
            {
                options.Kubeconfig = api.KubeconfigFile;
                options.PageSize = 3;
                options.MinBackoff = TimeSpan.FromMilliseconds(1);
                options.MaxBackoff = TimeSpan.FromMilliseconds(50);
            })
            .BuildServiceProvider();
    }

    private IInformers Informers => _services.GetRequiredService<IInformers>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Assert.DoesNotContain(_logger.Lines, line => line.Level >= LogLevel.Error);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Informer_ObjectsComeChangeAndGo_HearsEachAsTheServerSaysIt()
    {
        for (var i = 0; i < 8; i++)
            Put($"page-{i}", "0");
        var handler = new RecordingHandler();

        using var _ = Informers.For(Maps).Subscribe(handler);
        await handler.UntilAsync(heard => heard.Any(line => line.StartsWith("progress", StringComparison.Ordinal)), "the list");
        for (var i = 0; i < 8; i++)
            Assert.Contains("\"n\":\"0\"", handler.Text($"default/page-{i}"), StringComparison.Ordinal);

        var changed = Put("page-3", "1");
        await handler.UntilAsync(_ => handler.Held["default/page-3"].Revision == changed, "the change");
        _api.Client.Delete(Maps, new ObjectKey("default", "page-3"));
        await handler.UntilAsync(_ => !handler.Held.ContainsKey("default/page-3"), "the deletion");

        await SameAsServerAsync(handler);
    }

    [Fact]
    public async Task GetIdentityAsync_IsTheUidOfKubeSystem()
    {
        var uid = _api.Client.Get(new("", "v1", "namespaces"), new ObjectKey("", "kube-system"))!["metadata"]!["uid"]!.GetValue<string>();

        Assert.Equal(uid, await _services.GetRequiredService<IClusterConnection>().GetIdentityAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task InstallAsync_ThenAgain_ServesTheDefinitionsAndWritesNothingTheSecondTime()
    {
        var definitions = new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");
        var documents = new RecordingHandler();
        using var follows = Informers.For(new("edgemesh.kubeedge.io", "v1", "documents")).Subscribe(documents);
        var groups = new RecordingHandler();
        using var waits = Informers.For(NodeGroup.Collection).Subscribe(groups);

        await _services.GetRequiredService<ICrdInstaller>().InstallAsync(TestContext.Current.CancellationToken);
        await groups.UntilAsync(heard => heard.Count > 0, "the new collection");
        await documents.UntilAsync(_ => documents.Held.ContainsKey("/apis/apps.kubeedge.io/v1alpha1"), "its discovery");
        var before = _api.Client.Get(definitions, new ObjectKey("", "nodegroups.apps.kubeedge.io"))!["metadata"]!["resourceVersion"]!.GetValue<string>();
        await _services.GetRequiredService<ICrdInstaller>().InstallAsync(TestContext.Current.CancellationToken);

        var after = _api.Client.Get(definitions, new ObjectKey("", "nodegroups.apps.kubeedge.io"))!["metadata"]!["resourceVersion"]!.GetValue<string>();
        Assert.Equal(before, after);
        _api.Client.Create(NodeGroup.Collection, JsonNode.Parse(
            """{"apiVersion":"apps.kubeedge.io/v1alpha1","kind":"NodeGroup","metadata":{"name":"hz"},"spec":{"nodes":["a"],"matchLabels":{"x":"y"}}}""")!.AsObject());
        await groups.UntilAsync(_ => groups.Held.ContainsKey("hz"), "the group");
        var group = NodeGroup.Parse(groups.Held["hz"]);
        Assert.Equal(("hz", "a", "x=y"), (group.Name, group.Nodes.Single(), group.Selector.ToString()));
    }

    protected async Task SameAsServerAsync(RecordingHandler handler)
    {
        // Unsorted and without managedFields, what is held is what the server says.
        var expected = _api.Client.List(Maps).ToDictionary(map => Key(map), Normalised);
        await handler.UntilAsync(
            _ => handler.Held.Count == expected.Count && handler.Held.All(held => expected.TryGetValue(held.Key, out var json)
                && JsonNode.DeepEquals(json, Normalised(JsonNode.Parse(held.Value.Json.Span)!.AsObject()))),
            "the server's state");
    }

    protected IDisposable Follow(IRawObjectHandler handler) => Informers.For(Maps).Subscribe(handler);

    protected long Put(string name, string value)
    {
        var key = new ObjectKey("default", name);
        var map = _api.Client.Get(Maps, key) ?? new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        };
        var known = map["metadata"]!["uid"] is not null;
        map["data"] = new JsonObject { ["n"] = value };
        var stored = known ? _api.Client.Update(Maps, map) : _api.Client.Create(Maps, map);
        return long.Parse(stored["metadata"]!["resourceVersion"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Key(JsonObject map) => $"{map["metadata"]!["namespace"]}/{map["metadata"]!["name"]}";

    private static JsonObject Normalised(JsonObject map)
    {
        map["metadata"]!.AsObject().Remove("managedFields");
        map.Remove("kind");
        map.Remove("apiVersion");
        return map;
    }
}
