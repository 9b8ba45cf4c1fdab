namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>Over a real API server.</summary>
public sealed class RealSoakTests(RealSoakRun run, ITestOutputHelper output) : SoakTests(run, output), IClassFixture<RealSoakRun>;
