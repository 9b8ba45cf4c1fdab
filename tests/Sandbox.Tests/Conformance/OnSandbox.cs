using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Conformance;

public sealed class SandboxWriteTests(SandboxFixture fixture) : WriteSuite(fixture.Cluster);

public sealed class SandboxPatchTests(SandboxFixture fixture) : PatchSuite(fixture.Cluster);

public sealed class SandboxCustomResourceTests(SandboxFixture fixture) : CustomResourceSuite(fixture.Cluster);

public sealed class SandboxTypedClientTests(SandboxFixture fixture) : TypedClientSuite(fixture.Cluster);

public sealed class SandboxAccessTests(SandboxFixture fixture) : AccessSuite(fixture.Cluster);

public sealed class SandboxKubectlTests(SandboxFixture fixture) : KubectlSuite(fixture.Cluster);
