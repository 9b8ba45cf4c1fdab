using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

namespace KubeEdge.EdgeMesh.Distribution.Tests.ApiService;

/// <summary>What a pod's <c>ca.crt</c> is made from trusts the CA of its MetaServer.</summary>
public sealed class RootCertificateTests
{
    private const string Ours = "-----BEGIN CERTIFICATE-----\nb3Vycw==\n-----END CERTIFICATE-----\n";
    private const string Theirs = "-----BEGIN CERTIFICATE-----\ndGhl+aXJz\n-----END CERTIFICATE-----\n";
    private const string ConfigMaps = "v1/configmaps";
    private readonly FakeCluster _cluster = new();
    private readonly ViewFixture _fixture;

    public RootCertificateTests()
    {
        _cluster.Node("hz-1");
        _cluster.Pod("till", "hz-1", configMaps: ["kube-root-ca.crt", "other"]);
        _fixture = ViewFixture.Trusting(_cluster, Ours);
        Put("kube-root-ca.crt", Theirs);
    }

    [Fact]
    public void RootCertificates_HaveOursBehindTheClusters() => Assert.Equal(Theirs + Ours, Read(_fixture.Connect("hz-1")));

    [Theory]
    [InlineData(Theirs + Ours)]
    [InlineData(Theirs + "-----BEGIN CERTIFICATE-----\r\nb3Vy\r\ncw==\r\n-----END CERTIFICATE-----")]
    public void Ours_ThatIsThereAlready_IsNotAppendedAgain(string held)
    {
        Put("kube-root-ca.crt", held);
        Assert.Equal(held, Read(_fixture.Connect("hz-1")));
    }

    [Fact]
    public void MissingLineFeed_DoesNotRunTwoCertificatesTogether()
    {
        Put("kube-root-ca.crt", Theirs.TrimEnd());
        Assert.Equal(Theirs + Ours, Read(_fixture.Connect("hz-1")));
    }

    [Fact]
    public void OtherConfigMaps_StayAsTheyAre()
    {
        Put("other", Theirs);
        Assert.Equal(Theirs, Read(_fixture.Connect("hz-1"), "other"));
    }

    [Fact]
    public void NothingToAppend_LeavesItAsItIs()
    {
        var fixture = new ViewFixture(_cluster);
        Assert.Equal(Theirs, Read(fixture.Connect("hz-1")));
    }

    [Fact]
    public void ACloudWithAnotherCa_SendsANewVersionToWhoHoldsTheOld()
    {
        var node = _fixture.Connect("hz-1");
        node.Connect(ViewFixture.Trusting(_cluster, Ours).View);
        node.Drain();
        Assert.DoesNotContain(node.Received, change => change.Identity.Key.Name == "kube-root-ca.crt");

        node.Connect(ViewFixture.Trusting(_cluster, Ours.Replace("b3Vycw==", "bmV3", StringComparison.Ordinal)).View);
        node.Drain();
        Assert.Contains("bmV3", Read(node), StringComparison.Ordinal);
    }

    private void Put(string name, string pem) => _cluster.Put(ConfigMaps, "shop", name, json => json["data"] = new JsonObject { ["ca.crt"] = pem });

    private static string Read(SimulatedNode node, string name = "kube-root-ca.crt") =>
        (string)JsonNode.Parse(node.Read(ConfigMaps, "shop", name)!)!["data"]!["ca.crt"]!;
}
