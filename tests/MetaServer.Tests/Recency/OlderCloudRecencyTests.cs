namespace KubeEdge.EdgeMesh.MetaServer.Tests.Recency;

/// <summary>The same beside a cloud that hands on what the API server says.</summary>
public sealed class OlderCloudRecencyTests() : RecencyTests(condenses: false);
