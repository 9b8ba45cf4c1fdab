namespace KubeEdge.EdgeMesh.Distribution.Tests.Views;

public sealed class EncodingTests
{
    private static readonly string[] Groups = ["hangzhou", "beijing", "shanghai"];

    [Fact]
    public void Change_ToThousandNodes_IsEncodedOncePerAudience()
    {
        var fixture = new ViewFixture();
        for (var i = 0; i < 1000; i++) fixture.Cluster.Node($"node-{i}", Groups[i % 3]);
        fixture.Cluster.Service("closed", closed: true);
        fixture.Cluster.Service("open", closed: false);
        var nodes = Enumerable.Range(0, 1000).Select(i => fixture.Connect($"node-{i}")).ToList();

        var before = fixture.Encoder.Encodes;
        fixture.Cluster.Slice("closed-1", "closed", "node-0", "node-1", "node-2");
        Assert.Equal(3, fixture.Encoder.Encodes - before);
        fixture.Cluster.Slice("open-1", "open", "node-0", "node-1", "node-2");
        Assert.Equal(4, fixture.Encoder.Encodes - before);
        fixture.Cluster.Service("open", closed: false);
        Assert.Equal(5, fixture.Encoder.Encodes - before);
        // Two of the three groups have no backend: they share one version.
        fixture.Cluster.Slice("closed-2", "closed", "node-0");
        Assert.Equal(7, fixture.Encoder.Encodes - before);
        fixture.Cluster.Delete("discovery.k8s.io/v1/endpointslices", "shop", "closed-1");
        Assert.Equal(8, fixture.Encoder.Encodes - before);

        foreach (var node in nodes) node.Drain();
        Assert.All(nodes, node => Assert.Equal(["closed-2", "open-1"], node.Names("discovery.k8s.io/v1/endpointslices")));
    }

    [Fact]
    public void Change_ThatNobodySees_IsNotEncoded()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1", "hangzhou");
        fixture.Connect("hz-1");

        var before = fixture.Encoder.Encodes;
        fixture.Cluster.Secret("nobody-names-me");
        fixture.Cluster.Pod("elsewhere", "bj-1", secrets: ["nobody-names-me"]);
        Assert.Equal(0, fixture.Encoder.Encodes - before);
    }
}
