namespace KubeEdge.EdgeMesh.Store.Tests;

/// <summary>Tests that measure the process's memory: what other tests allocate meanwhile would be counted as theirs.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
