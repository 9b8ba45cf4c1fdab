namespace KubeEdge.EdgeMesh.Tests.Demo.Stage;

/// <summary>Something that the demo promises did not happen.</summary>
/// <param name="promise">What was promised.</param>
/// <param name="inner">What happened instead.</param>
public sealed class BrokenPromiseException(string promise, Exception inner) : Exception($"{promise}: {inner.Message}", inner);
