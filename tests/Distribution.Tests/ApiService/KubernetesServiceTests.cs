using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

namespace KubeEdge.EdgeMesh.Distribution.Tests.ApiService;

/// <summary><c>default/kubernetes</c> reaches each node pointing at its own MetaServer; named after KubeEdge's issues where it got that wrong.</summary>
public sealed class KubernetesServiceTests
{
    private const string Slices = "discovery.k8s.io/v1/endpointslices";
    private const string Endpoints = "v1/endpoints";
    private const string Services = "v1/services";
    private readonly FakeCluster _cluster = new();
    private readonly ViewFixture _fixture;

    public KubernetesServiceTests()
    {
        foreach (var node in new[] { "hz-1", "hz-2", "bj-1" }) _cluster.Node(node, "group");
        _fixture = new ViewFixture(_cluster);
        PutKubernetes("192.0.2.1", "192.0.2.2");
    }

    [Fact]
    public void Slice_LeadsToTheMetaServerAndNothingElseOfItChanges()
    {
        var slice = Read(Connect("hz-1", "169.254.30.10"), Slices, "default", "kubernetes");
        Assert.Equal("""[{"addresses":["169.254.30.10"],"conditions":{"ready":true}}]""", slice["endpoints"]!.ToJsonString());
        Assert.Equal("""[{"name":"https","port":10550,"protocol":"TCP"}]""", slice["ports"]!.ToJsonString());
        Assert.Equal("kubernetes", (string?)slice["metadata"]!["labels"]!["kubernetes.io/service-name"]);
        Assert.Equal("IPv4", (string?)slice["addressType"]);
        Assert.Equal("kept", (string?)slice["unknownToUs"]);
    }

    [Fact]
    public void Endpoints_LeadToTheMetaServer() => Assert.Equal(
        """[{"addresses":[{"ip":"169.254.30.10"}],"ports":[{"name":"https","port":10550,"protocol":"TCP"}]}]""",
        Read(Connect("hz-1", "169.254.30.10"), Endpoints, "default", "kubernetes")["subsets"]!.ToJsonString());

    [Fact]
    public void Service_KeepsWhatPodsKnowAndGetsTheTargetPort()
    {
        var spec = Read(Connect("hz-1", "169.254.30.10"), Services, "default", "kubernetes")["spec"]!;
        Assert.Equal("10.96.0.1", (string?)spec["clusterIP"]);
        Assert.Equal("""[{"name":"https","protocol":"TCP","port":443,"targetPort":10550}]""", spec["ports"]!.ToJsonString());
    }

    [Fact]
    public void Issue7194_OnlyTheApiServersOwnSliceIsRewritten()
    {
        _cluster.Service("till", closed: false);
        _cluster.Slice("till-abc", "till", "hz-1", "bj-1");
        _cluster.Slice("kubernetes", "till", "hz-1");
        _cluster.Endpoints("till", ["hz-1"], []);
        var node = Connect("hz-1", "169.254.30.10");
        foreach (var (collection, name) in new[] { (Slices, "till-abc"), (Slices, "kubernetes"), (Endpoints, "till") })
        {
            var text = node.Read(collection, "shop", name)!;
            Assert.DoesNotContain("169.254.30.10", text, StringComparison.Ordinal);
            Assert.Contains("10.1.0.0", text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("10550", node.Read(Services, "shop", "till")!, StringComparison.Ordinal);
    }

    [Fact]
    public void Issue7194_TheAddressIsOneThatPodsReach()
    {
        Assert.Throws<FormatException>(() => PodEndpoint.Read(["127.0.0.1"], 10550));
        Assert.Throws<FormatException>(() => PodEndpoint.Read(["0.0.0.0"], 10550));
        Assert.Throws<FormatException>(() => PodEndpoint.Read(["::1"], 10550));
        Assert.Throws<FormatException>(() => PodEndpoint.Read(["169.254.30.10", "169.254.30.11"], 10550));
        Assert.Throws<FormatException>(() => PodEndpoint.Read(["169.254.30.10"], 0));
        Assert.Throws<FormatException>(() => PodEndpoint.Read([], 10550));
    }

    [Fact]
    public void Issue4660_ResyncAndReconnect_SendWhatTheStreamSent()
    {
        var node = Connect("hz-1", "169.254.30.10");
        var before = node.Read(Slices, "default", "kubernetes");
        node.Connect(_fixture.View);
        node.Drain();
        Assert.Equal(before, node.Read(Slices, "default", "kubernetes"));
        Assert.DoesNotContain(node.Received, change => change.Identity.Key.Name == "kubernetes");
    }

    [Fact]
    public void Issue7007_EndpointsWithoutANodeName_AreNoReasonToFail() =>
        Assert.DoesNotContain("nodeName", Connect("hz-1", "169.254.30.10").Read(Slices, "default", "kubernetes")!, StringComparison.Ordinal);

    [Fact]
    public void AnnotatedAsClosed_ItStillLeadsToTheMetaServer()
    {
        PutService(service => service["metadata"]!["annotations"] = new JsonObject { ["apps.kubeedge.io/service-topology"] = "range-nodegroup" });
        Assert.Contains("169.254.30.10", Connect("hz-1", "169.254.30.10").Read(Slices, "default", "kubernetes")!, StringComparison.Ordinal);
    }

    [Fact]
    public void SliceOfAFamilyThatTheNodeHasNoAddressOf_IsLeftWithoutEndpoints()
    {
        PutSlice("IPv6", "2001:db8::1");
        Assert.Equal("[]", Read(Connect("hz-1", "169.254.30.10"), Slices, "default", "kubernetes")["endpoints"]!.ToJsonString());
        Assert.Contains("fd00:30::10", Connect("hz-2", "169.254.30.10", "fd00:30::10").Read(Slices, "default", "kubernetes")!, StringComparison.Ordinal);
    }

    [Fact]
    public void ApiServerThatIsAway_PodsStillReachTheirMetaServer()
    {
        var node = Connect("hz-1", "169.254.30.10");
        _cluster.Put(Slices, "default", "kubernetes", Slice("IPv4"));
        _cluster.Put(Endpoints, "default", "kubernetes");
        node.Drain();
        Assert.Contains("169.254.30.10", node.Read(Slices, "default", "kubernetes")!, StringComparison.Ordinal);
        Assert.Contains("169.254.30.10", node.Read(Endpoints, "default", "kubernetes")!, StringComparison.Ordinal);
    }

    [Fact]
    public void NodeThatSaysNoAddress_SeesNoEndpointsOfTheApi()
    {
        var node = Connect("hz-1");
        Assert.Null(node.Read(Slices, "default", "kubernetes"));
        Assert.Null(node.Read(Endpoints, "default", "kubernetes"));
        Assert.NotNull(node.Read(Services, "default", "kubernetes"));
        PutKubernetes("192.0.2.3");
        node.Drain();
        Assert.Null(node.Read(Slices, "default", "kubernetes"));
    }

    [Fact]
    public void Change_ToNodesOfOneAddress_IsEncodedOnce()
    {
        for (var i = 0; i < 50; i++)
        {
            _cluster.Node($"node-{i}");
            Connect($"node-{i}", "169.254.30.10");
        }
        Connect("hz-1", "192.0.2.7");
        var before = _fixture.Encoder.Encodes;
        PutSlice("IPv4", "192.0.2.9", label: "more");
        Assert.Equal(2, _fixture.Encoder.Encodes - before);
    }

    [Fact]
    public void Change_ThatMakesNoDifferenceToNodes_MakesNoEvent()
    {
        var node = Connect("hz-1", "169.254.30.10");
        PutSlice("IPv4", "192.0.2.1", "192.0.2.2", "192.0.2.3");
        node.Drain();
        Assert.Empty(node.Received);
    }

    [Fact]
    public void DaemonRestartedWithAnotherAddress_GetsThemAnew()
    {
        var node = Connect("hz-1", "169.254.30.10");
        node.MetaServer = PodEndpoint.Read(["192.0.2.7"], 6443);
        node.Connect(_fixture.View);
        node.Drain();
        Assert.Contains("192.0.2.7", node.Read(Slices, "default", "kubernetes")!, StringComparison.Ordinal);
        Assert.Contains("192.0.2.7", node.Read(Endpoints, "default", "kubernetes")!, StringComparison.Ordinal);
        Assert.Contains("6443", node.Read(Services, "default", "kubernetes")!, StringComparison.Ordinal);

        node.MetaServer = null;
        node.Connect(_fixture.View);
        node.Drain();
        Assert.Null(node.Read(Slices, "default", "kubernetes"));
    }

    [Fact]
    public void Deleted_IsGoneForEveryone()
    {
        var node = Connect("hz-1", "169.254.30.10");
        foreach (var collection in new[] { Slices, Endpoints, Services }) _cluster.Delete(collection, "default", "kubernetes");
        node.Drain();
        foreach (var collection in new[] { Slices, Endpoints, Services }) Assert.Null(node.Read(collection, "default", "kubernetes"));
    }

    [Fact]
    public void ServiceCidrs_AreEveryNodes_SoThatKubeProxyStartsOffline()
    {
        _cluster.Put("networking.k8s.io/v1/servicecidrs", "", "kubernetes");
        Assert.Equal(["kubernetes"], Connect("hz-1").Names("networking.k8s.io/v1/servicecidrs"));
    }

    private SimulatedNode Connect(string name, params string[] addresses)
    {
        var node = new SimulatedNode(name) { MetaServer = addresses.Length == 0 ? null : PodEndpoint.Read(addresses, 10550) };
        node.Connect(_fixture.View);
        node.Drain();
        node.Received.Clear();
        return node;
    }

    private void PutKubernetes(params string[] addresses)
    {
        PutService(_ => { });
        PutSlice("IPv4", addresses);
        _cluster.Put(Endpoints, "default", "kubernetes", json => json["subsets"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray([.. addresses.Select(address => new JsonObject { ["ip"] = address })]),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 6443, ["protocol"] = "TCP" }),
        }));
    }

    private void PutService(Action<JsonObject> shape) => _cluster.Put(Services, "default", "kubernetes", json =>
    {
        json["spec"] = new JsonObject
        {
            ["clusterIP"] = "10.96.0.1",
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["protocol"] = "TCP", ["port"] = 443, ["targetPort"] = 6443 }),
        };
        shape(json);
    });

    private void PutSlice(string family, params string[] addresses) => _cluster.Put(Slices, "default", "kubernetes", Slice(family, addresses));

    private void PutSlice(string family, string address, string label) => _cluster.Put(Slices, "default", "kubernetes", json =>
    {
        Slice(family, address)(json);
        json["metadata"]!["labels"]![label] = "yes";
    });

    private static Action<JsonObject> Slice(string family, params string[] addresses) => json =>
    {
        json["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "kubernetes" };
        json["addressType"] = family;
        json["unknownToUs"] = "kept";
        json["endpoints"] = new JsonArray([.. addresses.Select(address => new JsonObject { ["addresses"] = new JsonArray(address) })]);
        json["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 6443, ["protocol"] = "TCP" });
    };

    private static JsonNode Read(SimulatedNode node, string collection, string ns, string name) => JsonNode.Parse(node.Read(collection, ns, name)!)!;
}
