using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Filters;

/// <summary>trafficDistribution (by its hints) and internalTrafficPolicy work on what the filter leaves.</summary>
public sealed class TrafficPolicyTests
{
    private const string Slices = "discovery.k8s.io/v1/endpointslices";
    private readonly ViewFixture _fixture = new();

    public TrafficPolicyTests()
    {
        foreach (var node in (string[])["hz-1", "hz-2", "hz-3"]) _fixture.Cluster.Node(node, "hangzhou");
        _fixture.Cluster.Node("bj-1", "beijing");
        _fixture.Cluster.Service("web", "range-nodegroup");
    }

    [Fact]
    public void Hints_OfTheOwnZone_NarrowWhatTheFilterLeaves()
    {
        Slice(("hz-1", "zone-a"), ("hz-2", "zone-b"), ("bj-1", "zone-a"));
        Assert.Equal(["hz-1"], Uses("hz-1", "zone-a"));
        Assert.Equal(["hz-2"], Uses("hz-3", "zone-b"));
    }

    /// <summary>The cluster may have hinted all backends of a zone to those of another group: a proxy then finds none for its zone, and takes all that are left.</summary>
    [Fact]
    public void Hints_ThatAllPointElsewhere_LeaveTheProxyWithAllOfTheGroup()
    {
        Slice(("hz-1", "zone-b"), ("hz-2", "zone-b"), ("bj-1", "zone-a"));
        Assert.Equal(["hz-1", "hz-2"], Uses("hz-1", "zone-a"));
    }

    [Fact]
    public void Hints_ThatABackendLacks_AreIgnored()
    {
        Slice(("hz-1", "zone-a"), ("hz-2", null), ("bj-1", "zone-a"));
        Assert.Equal(["hz-1", "hz-2"], Uses("hz-1", "zone-a"));
    }

    /// <summary>One that lacked hints may be the one that was filtered out: the others' then count, and still name somebody of the group.</summary>
    [Fact]
    public void Hints_ThatOnlyAForeignBackendLacks_CountInTheGroup()
    {
        Slice(("hz-1", "zone-a"), ("hz-2", "zone-b"), ("bj-1", null));
        Assert.Equal(["hz-1"], Uses("hz-3", "zone-a"));
    }

    [Theory]
    [InlineData("range-nodegroup")]
    [InlineData("prefer-nodegroup")]
    [InlineData("node, nodegroup, any")]
    public void Hints_Whatever_NeverLeaveAProxyWithNothingWhileItsGroupHasABackend(string topology)
    {
        _fixture.Cluster.Service("web", topology);
        string?[] zones = ["zone-a", "zone-b", null];
        foreach (var (first, second, third) in from a in zones from b in zones from c in zones select (a, b, c))
        {
            Slice(("hz-1", first), ("hz-2", second), ("bj-1", third));
            foreach (var node in (string[])["hz-1", "hz-2", "hz-3"])
            {
                foreach (var zone in (string[])["zone-a", "zone-b", "zone-c"])
                {
                    var used = Uses(node, zone);
                    Assert.NotEmpty(used);
                    Assert.DoesNotContain("bj-1", used);
                }
            }
        }
    }

    [Fact]
    public void InternalTrafficPolicyLocal_UsesTheNodesOwnBackends()
    {
        Slice(("hz-1", null), ("hz-2", null), ("bj-1", null));
        Assert.Equal(["hz-1"], Uses("hz-1", "zone-a", local: true));
        Assert.Equal([], Uses("hz-3", "zone-a", local: true));
    }

    private IReadOnlyList<string> Uses(string node, string zone, bool local = false) =>
        ProxyRules.Uses(_fixture.Connect(node).Read(Slices, "shop", "web-1")!, node, zone, local);

    private void Slice(params (string Node, string? Zone)[] backends) => _fixture.Cluster.Put(Slices, "shop", "web-1", json =>
    {
        json["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "web" };
        json["addressType"] = "IPv4";
        json["endpoints"] = new JsonArray([.. backends.Select((backend, i) => new JsonObject
        {
            ["addresses"] = new JsonArray($"10.0.0.{i}"),
            ["nodeName"] = backend.Node,
            ["hints"] = backend.Zone is null ? null : new JsonObject { ["forZones"] = new JsonArray(new JsonObject { ["name"] = backend.Zone }) },
        })]);
    });
}
