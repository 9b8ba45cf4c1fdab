using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Controllers.Tests.NodeGroups;

/// <summary>Both rooms as the host builds them, over a whole API with nodes that beat.</summary>
public sealed class NodeGroupsOnASandboxTests : IAsyncLifetime
{
    private const string Label = "apps.kubeedge.io/belonging-to";
    private static readonly GroupVersionResource Nodes = new("", "v1", "nodes");

    private readonly string _kubeconfig = Path.GetTempFileName();
    private SandboxCluster _sandbox = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxCluster.StartAsync(
            new SandboxOptions { Seed = 1, Nodes = { "hz-1", "hz-2", "bj-1" }, HollowTimes = new HollowTimes { Heartbeat = TimeSpan.FromMilliseconds(50) } },
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_kubeconfig, _sandbox.AdminKubeconfig, TestContext.Current.CancellationToken);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddCluster(options => options.Kubeconfig = _kubeconfig).AddClusterControllers(options => options.Namespace = "kube-system");
        _host = builder.Build();
        await _host.Services.GetRequiredService<ICrdInstaller>().InstallAsync(TestContext.Current.CancellationToken);
        await _host.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await _sandbox.DisposeAsync();
        File.Delete(_kubeconfig);
    }

    [Fact]
    public async Task Groups_MadeEditedAndDeleted_NodesFollow()
    {
        Put("hangzhou", "hz-1", "hz-2");
        Put("beijing", "bj-1");
        await LabelsAsync(("bj-1", "beijing"), ("hz-1", "hangzhou"), ("hz-2", "hangzhou"));

        Put("hangzhou", "hz-1");
        Put("beijing", "bj-1", "hz-2");
        await LabelsAsync(("bj-1", "beijing"), ("hz-1", "hangzhou"), ("hz-2", "beijing"));

        _sandbox.Client.Delete(NodeGroup.Collection, new ObjectKey("", "hangzhou"));
        await LabelsAsync(("bj-1", "beijing"), ("hz-1", null), ("hz-2", "beijing"));
        await UntilAsync(NodeGroup.Collection, groups => groups.Count == 1 && groups[0]["status"]?["nodeStatuses"]?.AsArray().Count == 2, "beijing alone, with its status");
    }

    private void Put(string name, params string[] nodes)
    {
        while (true)
        {
            var known = _sandbox.Client.Get(NodeGroup.Collection, new ObjectKey("", name));
            var group = known ?? JsonNode.Parse($$"""{"apiVersion":"apps.kubeedge.io/v1alpha1","kind":"NodeGroup","metadata":{"name":"{{name}}"} }""")!.AsObject();
            group["spec"] = new JsonObject { ["nodes"] = new JsonArray([.. nodes.Select(node => (JsonNode)node)]) };
            try
            {
                if (known is null)
                    _sandbox.Client.Create(NodeGroup.Collection, group);
                else
                    _sandbox.Client.Update(NodeGroup.Collection, group);
                return;
            }
            catch (Proto.ApiMachinery.Errors.StatusException e) when (e.Status.Reason == "Conflict")
            {
            }
        }
    }

    private Task LabelsAsync(params (string Node, string? Group)[] wanted) => UntilAsync(
        Nodes,
        nodes => nodes.Select(node => (node["metadata"]!["name"]!.GetValue<string>(), node["metadata"]!["labels"]?[Label]?.GetValue<string>())).Order().SequenceEqual(wanted),
        string.Join(", ", wanted));

    private async Task UntilAsync(GroupVersionResource resource, Func<IReadOnlyList<JsonObject>, bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        try
        {
            await foreach (var _ in _sandbox.Client.WatchAsync(resource, limit.Token))
            {
                if (holds(_sandbox.Client.List(resource)))
                    return;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Assert.Fail($"{what} did not come about: {string.Join('\n', _sandbox.Client.List(resource).Select(value => value.ToJsonString()))}");
        }
    }
}
