namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Traffic;

/// <summary>How large a cluster is, and what its Services say.</summary>
internal sealed record Scale(int Nodes, int Groups, int Services, string Topology = "range-nodegroup")
{
    public override string ToString() => $"{Nodes} nodes, {Groups} groups, {Services} Services";
}
