namespace KubeEdge.EdgeMesh.Sandbox.Tests.Controllers;

/// <summary>The controllers at home.</summary>
public sealed class ControllersOnTheSandboxTests(SandboxLivingCluster cluster) : ControllersTests(cluster), IClassFixture<SandboxLivingCluster>;
