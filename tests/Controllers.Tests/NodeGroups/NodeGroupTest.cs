using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;
using KubeEdge.EdgeMesh.Controllers.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Controllers.Tests.NodeGroups;

/// <summary>The controller over a cluster in memory.</summary>
public abstract class NodeGroupTest : IAsyncDisposable
{
    protected const string Label = "apps.kubeedge.io/belonging-to";
    protected const string ZoneLabel = "topology.kubernetes.io/zone";
    private protected static readonly GroupVersionResource Nodes = new("", "v1", "nodes");
    private protected static readonly GroupVersionResource Pods = new("", "v1", "pods");
    private protected static readonly GroupVersionResource Groups = new("apps.kubeedge.io", "v1alpha1", "nodegroups");

    protected NodeGroupTest()
    {
        Evictions = new MemoryEvictions(Cluster);
        Controller = new RunningController(NewController());
    }

    private protected MemoryCluster Cluster { get; } = new();

    private protected RecordedEvents Events { get; } = new();

    private protected MemoryEvictions Evictions { get; }

    private protected RunningController Controller { get; }

    private protected SetClock Clock { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Controller.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected NodeGroupController NewController() =>
        new(Cluster, Cluster, Evictions, Events, TestMetrics.Create(), Clock, NullLogger<NodeGroupController>.Instance)
        {
            EvictionPatience = TimeSpan.FromMilliseconds(20),
        };

    protected Task StartAsync()
    {
        Cluster.Sync(Nodes);
        Cluster.Sync(Groups);
        Cluster.Sync(Pods);
        Controller.Start();
        return Task.CompletedTask;
    }

    protected void Node(string name, string labels = "", string ready = "True") => Cluster.Put(Nodes, $$"""
        {"metadata":{"name":"{{name}}","labels":{ {{labels}} } },"status":{"conditions":[{"type":"Ready","status":"{{ready}}"}]} }
        """);

    protected void Group(string name, string spec, string created = "2026-01-01T00:00:00Z") => Cluster.Put(Groups, $$"""
        {"metadata":{"name":"{{name}}","generation":1,"creationTimestamp":"{{created}}"},"spec":{ {{spec}} } }
        """);

    protected void Pod(string name, string node, string spec, string status = "Running", string metadata = "") => Cluster.Put(Pods, $$"""
        {"metadata":{"name":"{{name}}"{{metadata}} },"spec":{"nodeName":"{{node}}",{{spec}} },"status":{"phase":"{{status}}"} }
        """);

    protected static string Selects(string group) => $$"""
        "nodeSelector":{"{{Label}}":"{{group}}"}
        """;

    private protected JsonObject Read(GroupVersionResource resource, string name) => Cluster.Get(resource, name)!;

    protected string? GroupOf(string node) => Read(Nodes, node)["metadata"]!["labels"]?[Label]?.GetValue<string>();

    protected string? ZoneOf(string node) => Read(Nodes, node)["metadata"]!["labels"]?[ZoneLabel]?.GetValue<string>();

    protected int NodeWrites() => Cluster.Writes.Count(write => write.StartsWith("nodes/", StringComparison.Ordinal));

    protected JsonNode? Ready(string group) => Read(Groups, group)["status"]?["conditions"]?.AsArray().SingleOrDefault(condition => (string?)condition!["type"] == "Ready");

    protected Task StatusAsync(string group, params string[] entries) => Cluster.UntilAsync(
        () => Read(Groups, group)["status"]?["nodeStatuses"]?.ToJsonString() == $"[{string.Join(',', entries)}]", $"status of {group}: {string.Join(',', entries)}");

    protected Task ToldAsync(string said) => Cluster.UntilAsync(() => Events.All.Contains(said), $"the Event '{said}'");
}
