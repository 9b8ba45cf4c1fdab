namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>Over the sandbox.</summary>
public sealed class SandboxSoakTests(SandboxSoakRun run, ITestOutputHelper output) : SoakTests(run, output), IClassFixture<SandboxSoakRun>;
