namespace KubeEdge.EdgeMesh.Cluster.Tests.Apis;

/// <summary>Against a real API server.</summary>
public sealed class RealApiTests(RealApi api) : ApiTests(api), IClassFixture<RealApi>;
