namespace KubeEdge.EdgeMesh.Sandbox.Tests.Controllers;

/// <summary>The controllers against a real API server: what they write must be valid there too.</summary>
public sealed class ControllersOnARealApiServerTests(RealLivingCluster cluster) : ControllersTests(cluster), IClassFixture<RealLivingCluster>;
