using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>kill -9 of either side at any moment: what was acknowledged stays, and everything converges.</summary>
public abstract class KillTests(MeshFixture fixture, ITestOutputHelper output)
{
    private const int Steps = 24;
    private const string NodeGroups = "/apis/apps.kubeedge.io/v1alpha1/nodegroups/";
    private const string ConfigMap = "/api/v1/namespaces/shop/configmaps/till";
    private const string Services = "/api/v1/services";
    private const string Slices = "/apis/discovery.k8s.io/v1/endpointslices";
    private static readonly string[] Groups = ["hangzhou", "beijing", "shanghai"];
    private readonly HashSet<string> _down = [];
    private bool _cloudDown;

    [Fact]
    public async Task KillNine_AtRandomMoments_Converges()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        var cancellation = TestContext.Current.CancellationToken;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KILL_SEED"), out var given) ? given : Environment.ProcessId;
        output.WriteLine($"KILL_SEED={seed}");
        var random = new Random(seed);
        var mesh = fixture.Mesh;
        var views = mesh.Edges.ToDictionary(edge => edge.Name, edge => new LiveView(edge.Api, Slices, TimeProvider.System));
        try
        {
            for (var step = 0; step < Steps; step++) await StepAsync(random, step, cancellation);
            if (_cloudDown) mesh.Cloud.Start();
            foreach (var edge in mesh.Edges.Where(edge => _down.Contains(edge.Name))) edge.Start();
            foreach (var edge in mesh.Edges)
            {
                await mesh.EventuallyAsync($"{edge.Name} equals the cluster (seed {seed})", () => EqualsClusterAsync(edge, cancellation), cancellation);
                await AgreesAsync(edge, views[edge.Name], cancellation);
                Assert.Null(views[edge.Name].WentBack);
            }
        }
        finally
        {
            foreach (var view in views.Values) await view.DisposeAsync();
        }
    }

    private async Task StepAsync(Random random, int step, CancellationToken cancellation)
    {
        var mesh = fixture.Mesh;
        var edge = mesh.Edges[random.Next(mesh.Edges.Count)];
        switch (random.Next(6))
        {
            case 0 when !_cloudDown:
                await mesh.Cloud.KillAsync();
                _cloudDown = true;
                break;
            case 1 when _cloudDown:
                mesh.Cloud.Start();
                _cloudDown = false;
                break;
            case 2 when _down.Add(edge.Name):
                await edge.KillAsync();
                break;
            case 3 when _down.Remove(edge.Name):
                edge.Start();
                break;
            case 4:
                // Every node goes somewhere, and some nowhere: a later group of the same name replaces the list.
                foreach (var group in Groups) await SetNodesAsync(group, [], cancellation);
                for (var i = 0; i < mesh.Edges.Count; i++) await SetNodesAsync(Groups[random.Next(Groups.Length)], [mesh.Edges[i].Name], cancellation);
                break;
            default:
                await mesh.Cluster.MergeAsync(ConfigMap, new JsonObject { ["data"] = new JsonObject { ["step"] = $"{step}" } }, cancellation);
                break;
        }
        // Moments, not states: the next blow falls while the last one's consequences are under way.
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(400)), TimeProvider.System, cancellation);
    }

    private Task<JsonObject> SetNodesAsync(string group, string[] nodes, CancellationToken cancellation) => fixture.Mesh.Cluster.MergeAsync(
        NodeGroups + group,
        new JsonObject { ["spec"] = new JsonObject { ["nodes"] = new JsonArray([.. nodes.Select(node => (JsonNode)node)]) } }, cancellation);

    /// <summary>What the node answers is a plain function of what the cluster answers.</summary>
    private async Task EqualsClusterAsync(EdgeNode edge, CancellationToken cancellation)
    {
        var cluster = fixture.Mesh.Cluster;
        await SameAsync(edge, $"/api/v1/pods?fieldSelector=spec.nodeName%3D{edge.Name}", static value => value, cancellation);
        await SameAsync(edge, ConfigMap, static value => value, cancellation);
        var services = Items(await cluster.GetAsync(Services, cancellation)).ToDictionary(KeyOf);
        var nodes = Items(await cluster.GetAsync("/api/v1/nodes", cancellation)).ToDictionary(node => node["metadata"]!["name"]!.GetValue<string>(), GroupOf);
        await SameAsync(edge, Slices, slice => Filtered(slice, services, nodes, nodes[edge.Name]), cancellation);
    }

    private async Task SameAsync(EdgeNode edge, string path, Func<JsonObject, JsonObject> expected, CancellationToken cancellation)
    {
        var (local, global) = (await edge.Api.GetAsync(path, cancellation), await fixture.Mesh.Cluster.GetAsync(path, cancellation));
        // These daemons say no address at which pods reach them: the API server's own slice is held back.
        var (here, there) = (
            Items(local).Select(Bare).Order(StringComparer.Ordinal),
            Items(global).Where(item => KeyOf(item) != "default/kubernetes").Select(expected).Select(Bare).Order(StringComparer.Ordinal));
        if (here.SequenceEqual(there)) return;
        throw new IOException($"{edge.Name} {path}:\n{string.Join('\n', here.Except(there))}\nbut want\n{string.Join('\n', there.Except(here))}");
    }

    /// <summary>The watch must come to the same end as a list.</summary>
    private static async Task AgreesAsync(EdgeNode edge, LiveView view, CancellationToken cancellation)
    {
        var listed = Items(await edge.Api.GetAsync(Slices, cancellation)).Select(Bare).Order(StringComparer.Ordinal).ToArray();
        await view.WaitAsync($"{edge.Name}'s watch agrees with its list", objects => objects.Values.Select(Bare).Order(StringComparer.Ordinal).SequenceEqual(listed), TimeSpan.FromSeconds(30), cancellation);
    }

    private static JsonObject Filtered(JsonObject slice, Dictionary<string, JsonObject> services, Dictionary<string, string?> nodes, string? group)
    {
        var service = slice["metadata"]!["labels"]?["kubernetes.io/service-name"]?.GetValue<string>();
        if (service is null || !services.TryGetValue($"{slice["metadata"]!["namespace"]}/{service}", out var found)) return slice;
        if (found["metadata"]!["annotations"]?["apps.kubeedge.io/service-topology"]?.GetValue<string>() != "range-nodegroup") return slice;
        var copy = slice.DeepClone().AsObject();
        copy["endpoints"] = new JsonArray([.. slice["endpoints"]!.AsArray()
            .Where(endpoint => group is not null && endpoint!["nodeName"]?.GetValue<string>() is { } node && nodes.GetValueOrDefault(node) == group)
            .Select(endpoint => endpoint!.DeepClone())]);
        return copy;
    }

    private static string? GroupOf(JsonObject node) => node["metadata"]!["labels"]?["apps.kubeedge.io/belonging-to"]?.GetValue<string>();

    private static string KeyOf(JsonObject value) => $"{value["metadata"]!["namespace"]}/{value["metadata"]!["name"]}";

    private static IEnumerable<JsonObject> Items(JsonObject answer) => answer["items"] is JsonArray items ? items.Select(item => item!.AsObject()) : [answer];

    /// <summary>Without what may differ: the version of a derived object, managedFields, and the kind that items of typed lists lack.</summary>
    private static string Bare(JsonObject value)
    {
        var copy = value.DeepClone().AsObject();
        copy.Remove("kind");
        copy.Remove("apiVersion");
        var metadata = copy["metadata"]!.AsObject();
        metadata.Remove("resourceVersion");
        metadata.Remove("managedFields");
        return Sorted(copy).ToJsonString();
    }

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value is null ? null : (JsonNode?)Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Sorted(item))]),
        _ => node.DeepClone(),
    };
}

/// <summary>Over the sandbox.</summary>
public sealed class SandboxKillTests(SandboxMesh fixture, ITestOutputHelper output) : KillTests(fixture, output), IClassFixture<SandboxMesh>;

/// <summary>Over a real API server.</summary>
public sealed class RealKillTests(RealMesh fixture, ITestOutputHelper output) : KillTests(fixture, output), IClassFixture<RealMesh>;
