using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Conformance;

public sealed class RealWriteTests(RealFixture fixture) : WriteSuite(fixture.Cluster);

public sealed class RealPatchTests(RealFixture fixture) : PatchSuite(fixture.Cluster);

public sealed class RealCustomResourceTests(RealFixture fixture) : CustomResourceSuite(fixture.Cluster);

public sealed class RealTypedClientTests(RealFixture fixture) : TypedClientSuite(fixture.Cluster);

public sealed class RealAccessTests(RealFixture fixture) : AccessSuite(fixture.Cluster);

public sealed class RealKubectlTests(RealFixture fixture) : KubectlSuite(fixture.Cluster);
