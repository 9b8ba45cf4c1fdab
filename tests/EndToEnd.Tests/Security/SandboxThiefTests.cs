namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Security;

/// <summary>The thief, before the sandbox.</summary>
public sealed class SandboxThiefTests(SandboxMesh fixture) : ThiefTests(fixture), IClassFixture<SandboxMesh>;
