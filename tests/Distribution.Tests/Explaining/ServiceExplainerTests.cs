using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Distribution.Explaining;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Explaining;

public sealed class ServiceExplainerTests
{
    private static readonly Dictionary<string, string> Groups = new() { ["hz-1"] = "hangzhou", ["hz-2"] = "hangzhou", ["bj-1"] = "beijing", ["lone"] = "" };

    [Fact]
    public void ClosedService_EachBackendHasItsReason()
    {
        var explanation = ServiceExplainer.Explain(Facts("range-nodegroup", ("hz-1", true), ("hz-2", false), ("bj-1", true), ("lone", true), ("nowhere", true), (null, true)), "hz-1");
        Assert.Equal(("hangzhou", "range-nodegroup"), (explanation.Group, explanation.Topology));
        Assert.Equal(["nodegroup"], explanation.Levels);
        Assert.Empty(explanation.Notes);
        var pool = Assert.Single(explanation.Pools);
        Assert.Equal(("EndpointSlice", "IPv4", "nodegroup", "the only level"), (pool.Kind, pool.Family, pool.Level, pool.Why));
        Assert.Equal(
            ["10.0.0.0 yes own group", "10.0.0.1 yes own group", "10.0.0.2 no other group", "10.0.0.3 no its node is in no group", "10.0.0.4 no its node is unknown", "10.0.0.5 no it names no node"],
            Lines(pool));
    }

    [Fact]
    public void NodeInNoGroup_IsSaid()
    {
        var explanation = ServiceExplainer.Explain(Facts("range-nodegroup", ("hz-1", true)), "lone");
        Assert.Contains("lone is in no group", Assert.Single(explanation.Notes), StringComparison.Ordinal);
        Assert.Equal(["10.0.0.0 no node lone is in no group"], Lines(explanation.Pools[0]));
    }

    /// <summary>A node in no group has a group with nobody, not even with itself: the note must not promise its own backends where the level is the group.</summary>
    [Theory]
    [InlineData("range-nodegroup", "no", "Node lone is in no group: no backend, not even one of its own, is shown to it.")]
    [InlineData("node, nodegroup", "yes", "Node lone is in no group: no backend of another node is shown to it.")]
    public void NodeInNoGroup_ItsOwnBackend_IsAsTheNoteSays(string topology, string seen, string note)
    {
        var explanation = ServiceExplainer.Explain(Facts(topology, ("lone", true)), "lone");
        Assert.Equal([note], explanation.Notes);
        Assert.StartsWith($"10.0.0.0 {seen} ", Assert.Single(Lines(explanation.Pools[0])), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownAnnotation_IsSaid() =>
        Assert.Contains("'range-zone', which is unknown", Assert.Single(ServiceExplainer.Explain(Facts("range-zone", ("hz-1", true)), "hz-1").Notes), StringComparison.Ordinal);

    [Theory]
    [InlineData("hz-1", true, true, "node", "the first, and it has a ready backend for this node", "yes on the node itself", "no not reached: node has a ready backend", "no not reached: node has a ready backend")]
    [InlineData("hz-1", false, true, "nodegroup", "node has no ready backend for this node", "yes own group", "yes own group", "no not reached: nodegroup has a ready backend")]
    [InlineData("hz-1", false, false, "any", "node and nodegroup have no ready backend for this node", "yes everything is shown at this level", "yes everything is shown at this level", "yes everything is shown at this level")]
    [InlineData("lone", true, true, "any", "node and nodegroup have no ready backend for this node", "yes everything is shown at this level", "yes everything is shown at this level", "yes everything is shown at this level")]
    public void Levels_SayWhatWasNotReached(string node, bool first, bool second, string level, string why, params string[] reasons)
    {
        var pool = ServiceExplainer.Explain(Facts("node, nodegroup, any", ("hz-1", first), ("hz-2", second), ("bj-1", true)), node).Pools[0];
        Assert.Equal((level, why), (pool.Level, pool.Why));
        Assert.Equal(reasons, Lines(pool).Select(line => line.Split(' ', 2)[1]));
    }

    [Fact]
    public void NoReadyBackend_TheWidestIsShown()
    {
        var pool = ServiceExplainer.Explain(Facts("node, nodegroup", ("hz-2", false), ("bj-1", true)), "hz-1").Pools[0];
        Assert.Equal("the widest, since no level has a ready backend for this node", pool.Why);
        Assert.Equal(["10.0.0.0 yes own group", "10.0.0.1 no other group"], Lines(pool));
    }

    /// <summary>What it says is what a node's view holds, for every mode, node and readiness.</summary>
    [Theory]
    [InlineData("range-nodegroup")]
    [InlineData("prefer-nodegroup")]
    [InlineData("range-node")]
    [InlineData("node, nodegroup, any")]
    [InlineData("node, nodegroup")]
    [InlineData(null)]
    public void Explanation_SaysWhatTheViewsShow(string? topology)
    {
        var fixture = new ViewFixture();
        foreach (var (node, group) in Groups) fixture.Cluster.Node(node, group.Length > 0 ? group : null);
        fixture.Cluster.Service("web", topology);
        for (var mask = 0; mask < 16; mask++)
        {
            (string?, bool)[] backends = [("hz-1", (mask & 1) > 0), ("hz-2", (mask & 2) > 0), ("bj-1", (mask & 4) > 0), ("lone", (mask & 8) > 0), (null, true), ("nowhere", false)];
            fixture.Cluster.SliceOf("web-1", "web", "IPv4", [.. backends.Select(backend => (backend.Item1, (bool?)backend.Item2))]);
            foreach (var node in Groups.Keys)
            {
                var shown = JsonNode.Parse(fixture.Connect(node).Read("discovery.k8s.io/v1/endpointslices", "shop", "web-1")!)!["endpoints"]!.AsArray().Select(endpoint => (string?)endpoint!["nodeName"]);
                var explained = ServiceExplainer.Explain(Facts(topology, backends), node).Pools[0].Backends;
                Assert.Equal(shown, explained.Where(backend => backend.Seen).Select(backend => backend.Node));
            }
        }
    }

    private static IEnumerable<string> Lines(ExplainedPool pool) => pool.Backends.Select(backend => $"{backend.Address} {(backend.Seen ? "yes" : "no")} {backend.Reason}");

    private static ServiceFacts Facts(string? topology, params (string? Node, bool Ready)[] backends)
    {
        var service = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = topology is null ? null : new JsonObject { ["apps.kubeedge.io/service-topology"] = topology } } };
        var slice = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "web-1", ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "web" } },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray([.. backends.Select((backend, i) => new JsonObject
            {
                ["addresses"] = new JsonArray($"10.0.0.{i}"),
                ["conditions"] = new JsonObject { ["ready"] = backend.Ready },
                ["nodeName"] = backend.Node,
            })]),
        };
        return new ServiceFacts(Raw(service, "web"), [Raw(slice, "web-1")], null, Groups);
    }

    private static RawObject Raw(JsonObject json, string name) => new(Encoding.UTF8.GetBytes(json.ToJsonString()), new ObjectKey("shop", name), "", 1);
}
