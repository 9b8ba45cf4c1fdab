using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;

[assembly: AssemblyFixture(typeof(SandboxFixture))]
[assembly: AssemblyFixture(typeof(RealFixture))]
