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

    private async Task EqualsClusterAsync(EdgeNode edge, CancellationToken cancellation)
    {
        foreach (var path in (string[])[$"/api/v1/pods?fieldSelector=spec.nodeName%3D{edge.Name}", ConfigMap, Slices]) await SameAsync(edge, path, cancellation);
    }

    private async Task SameAsync(EdgeNode edge, string path, CancellationToken cancellation)
    {
        var local = NodeTruth.Items(await edge.Api.GetAsync(path, cancellation));
        var global = await NodeTruth.OfAsync(fixture.Mesh.Cluster, edge.Name, path, cancellation);
        var (here, there) = (local.Select(NodeTruth.Bare).Order(StringComparer.Ordinal), global.Select(NodeTruth.Bare).Order(StringComparer.Ordinal));
        if (here.SequenceEqual(there)) return;
        throw new IOException($"{edge.Name} {path}:\n{string.Join('\n', here.Except(there))}\nbut want\n{string.Join('\n', there.Except(here))}");
    }

    /// <summary>The watch must come to the same end as a list.</summary>
    private static async Task AgreesAsync(EdgeNode edge, LiveView view, CancellationToken cancellation)
    {
        var listed = NodeTruth.Items(await edge.Api.GetAsync(Slices, cancellation)).Select(NodeTruth.Bare).Order(StringComparer.Ordinal).ToArray();
        await view.WaitAsync($"{edge.Name}'s watch agrees with its list", objects => objects.Values.Select(NodeTruth.Bare).Order(StringComparer.Ordinal).SequenceEqual(listed), TimeSpan.FromSeconds(30), cancellation);
    }
}

/// <summary>Over the sandbox.</summary>
public sealed class SandboxKillTests(SandboxMesh fixture, ITestOutputHelper output) : KillTests(fixture, output), IClassFixture<SandboxMesh>;

/// <summary>Over a real API server.</summary>
public sealed class RealKillTests(RealMesh fixture, ITestOutputHelper output) : KillTests(fixture, output), IClassFixture<RealMesh>;
