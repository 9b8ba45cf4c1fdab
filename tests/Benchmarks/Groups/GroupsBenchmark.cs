using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;
using KubeEdge.EdgeMesh.Tests.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Groups;

/// <summary>
/// What many applications over many groups cost the API server: to make them, to change one, to start again. Nothing runs in this cluster: what is
/// counted are our own requests. BENCH_GROUPS=nodes,groups,applications for another size.
/// </summary>
internal sealed class GroupsBenchmark(TimeProvider time) : IBenchmark
{
    private const string Ns = "bench";
    private static readonly GroupVersionResource Nodes = new("", "v1", "nodes");
    private static readonly GroupVersionResource Deployments = new("apps", "v1", "deployments");
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public string Name => "groups";

    public string Question => "what do 100 applications over 100 groups of 1,000 nodes cost the API server?";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var size = (Environment.GetEnvironmentVariable("BENCH_GROUPS") ?? "1000,100,100").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (nodes, groups, applications) = (size[0], size[1], size[2]);
        var kubeconfig = Path.GetTempFileName();
        await using var sandbox = await SandboxCluster.StartAsync(new SandboxOptions { Controllers = false, Seed = 1, Time = time }, cancellationToken);
        await File.WriteAllTextAsync(kubeconfig, sandbox.AdminKubeconfig, cancellationToken);
        await using (var installer = new ServiceCollection().AddLogging().AddCluster(options => options.Kubeconfig = kubeconfig).BuildServiceProvider())
            await installer.GetRequiredService<ICrdInstaller>().InstallAsync(cancellationToken);
        Populate(sandbox, nodes, groups);

        using var count = new RequestCount();
        var rows = new List<string[]> { new[] { "what", "writes", "reads", "s", "objects concerned" } };
        await using (var first = await Controllers.StartAsync(kubeconfig, cancellationToken))
            rows.Add(await MeasureAsync(count, $"{groups} groups get their {nodes} nodes", nodes + 2 * groups, count.Writes, count.Reads, time.GetTimestamp(), cancellationToken));

        var before = (count.Writes, count.Reads, Start: time.GetTimestamp());
        for (var i = 0; i < applications; i++) sandbox.Client.Create(EdgeApplication.Collection, Application($"app-{i}", groups));
        await using (var second = await Controllers.StartAsync(kubeconfig, cancellationToken))
        {
            rows.Add(await MeasureAsync(count, $"{applications} applications are made", applications * groups, before.Writes, before.Reads, before.Start, cancellationToken));
            Require(sandbox.Client.List(Deployments, Ns).Count == applications * groups, "not every Deployment was made");

            before = (count.Writes, count.Reads, time.GetTimestamp());
            Edit(sandbox, "app-0", app => Targets(app)[0]!["overriders"] = new JsonObject { ["replicas"] = 2 });
            rows.Add(await MeasureAsync(count, "one target of one application changes", 1, before.Writes, before.Reads, before.Start, cancellationToken));

            before = (count.Writes, count.Reads, time.GetTimestamp());
            Edit(sandbox, "app-0", app => Containers(app)[0]!["image"] = "registry.example/web:2");
            rows.Add(await MeasureAsync(count, "the image of one application changes", groups, before.Writes, before.Reads, before.Start, cancellationToken));

            before = (count.Writes, count.Reads, time.GetTimestamp());
            Edit(sandbox, "app-0", app => app["metadata"]!["labels"] = new JsonObject { ["a"] = "b" });
            rows.Add(await MeasureAsync(count, "a label of one application changes", 0, before.Writes, before.Reads, before.Start, cancellationToken));
        }

        before = (count.Writes, count.Reads, time.GetTimestamp());
        await using (var third = await Controllers.StartAsync(kubeconfig, cancellationToken))
            rows.Add(await MeasureAsync(count, "the controllers start again, nothing has changed", 0, before.Writes, before.Reads, before.Start, cancellationToken));
        Require(rows[^1][1] == "0", "a restart with nothing changed wrote something");

        Grid.Print($"{nodes} nodes, {groups} groups, {applications} applications; requests to the API server, until {Quiet.TotalSeconds:0} s without one", rows);
        Console.WriteLine("  promised: writes in proportion to an application's own targets; none after a restart");
        File.Delete(kubeconfig);
    }

    private async Task<string[]> MeasureAsync(
        RequestCount count, string what, int objects, long writes, long reads, long start, CancellationToken cancellationToken)
    {
        var (seen, at) = (count.Writes + count.Reads, time.GetTimestamp());
        while (time.GetElapsedTime(at) < Quiet)
        {
            await Task.Delay(Pause, time, cancellationToken);
            if (count.Writes + count.Reads is var now && now != seen) (seen, at) = (now, time.GetTimestamp());
        }

        return [what, $"{count.Writes - writes}", $"{count.Reads - reads}", $"{time.GetElapsedTime(start, at).TotalSeconds:0.0}", $"{objects}"];
    }

    private static void Populate(SandboxCluster sandbox, int nodes, int groups)
    {
        sandbox.Client.Create(new("", "v1", "namespaces"), Named("v1", "Namespace", Ns, null));
        for (var i = 0; i < nodes; i++) sandbox.Client.Create(Nodes, Named("v1", "Node", $"node-{i}", null));
        for (var i = 0; i < groups; i++)
        {
            var group = Named("apps.kubeedge.io/v1alpha1", "NodeGroup", $"group-{i}", null);
            group["spec"] = new JsonObject { ["nodes"] = new JsonArray([.. Enumerable.Range(0, nodes).Where(node => node % groups == i).Select(node => (JsonNode)$"node-{node}")]) };
            sandbox.Client.Create(NodeGroup.Collection, group);
        }
    }

    private static JsonObject Application(string name, int groups)
    {
        var app = Named("apps.kubeedge.io/v1alpha1", "EdgeApplication", name, Ns);
        var deployment = JsonNode.Parse($$"""
            { "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "{{name}}" }, "spec": { "selector": { "matchLabels": { "app": "{{name}}" } }, "template": {
              "metadata": { "labels": { "app": "{{name}}" } }, "spec": { "containers": [ { "name": "web", "image": "registry.example/web:1" } ] } } } }
            """)!;
        app["spec"] = new JsonObject
        {
            ["workloadTemplate"] = new JsonObject { ["manifests"] = new JsonArray(deployment) },
            ["workloadScope"] = new JsonObject { ["targetNodeGroups"] = new JsonArray([.. Enumerable.Range(0, groups).Select(i => (JsonNode)new JsonObject { ["name"] = $"group-{i}" })]) },
        };
        return app;
    }

    private static void Edit(SandboxCluster sandbox, string name, Action<JsonObject> change)
    {
        var app = sandbox.Client.Get(EdgeApplication.Collection, new ObjectKey(Ns, name))!;
        change(app);
        sandbox.Client.Update(EdgeApplication.Collection, app);
    }

    private static JsonArray Targets(JsonObject app) => app["spec"]!["workloadScope"]!["targetNodeGroups"]!.AsArray();

    private static JsonArray Containers(JsonObject app) => app["spec"]!["workloadTemplate"]!["manifests"]![0]!["spec"]!["template"]!["spec"]!["containers"]!.AsArray();

    private static JsonObject Named(string apiVersion, string kind, string name, string? ns)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (ns is not null) metadata["namespace"] = ns;
        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }
}
