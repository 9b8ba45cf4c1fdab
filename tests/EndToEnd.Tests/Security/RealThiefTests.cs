namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Security;

/// <summary>The thief, before a real API server with the Node authoriser.</summary>
public sealed class RealThiefTests(RealMesh fixture) : ThiefTests(fixture), IClassFixture<RealMesh>;
