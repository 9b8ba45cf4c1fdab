namespace KubeEdge.EdgeMesh.Edge.MetaServer.Health;

/// <summary>One of the things that <c>/healthz</c>, <c>/livez</c> and <c>/readyz</c> look at. Register more of them as services.</summary>
/// <param name="Name">For example <c>store</c>; also its path: <c>/readyz/store</c>.</param>
/// <param name="FindProblem">Null where all is well; else what is wrong. Called for each request: it must be quick and not wait.</param>
/// <param name="ForLiveness">Whether its failure means that the process should be restarted: false for what a restart does not mend.</param>
public sealed record HealthCheck(string Name, Func<string?> FindProblem, bool ForLiveness = true);
