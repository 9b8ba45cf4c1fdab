using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Distribution.Tests;

/// <summary>The views over a made-up cluster, without a network.</summary>
internal sealed class ViewFixture
{
    public ViewFixture(FakeCluster? cluster = null, params string[] collections) : this(cluster, collections, "")
    {
    }

    private ViewFixture(FakeCluster? cluster, string[] collections, string authorities)
    {
        Cluster = cluster ?? new FakeCluster();
        View = new ClusterView(Cluster, Encoder, collections.Select(GroupVersionResource.Parse), new FakePodAuthorities { Pem = authorities }, NullLogger.Instance);
        View.Follow();
    }

    /// <summary>Of a cloud that has pods trust these CAs too, PEM.</summary>
    public static ViewFixture Trusting(FakeCluster cluster, string authorities) => new(cluster, [], authorities);

    public FakeCluster Cluster { get; }

    public CountingEncoder Encoder { get; } = new();

    public ClusterView View { get; }

    /// <summary>A connected node that has received its share.</summary>
    public SimulatedNode Connect(string name)
    {
        var node = new SimulatedNode(name);
        node.Connect(View);
        node.Drain();
        node.Received.Clear();
        node.Marks.Clear();
        return node;
    }
}
