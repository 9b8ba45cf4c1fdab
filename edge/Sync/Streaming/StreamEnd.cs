namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>How a stream ended.</summary>
/// <param name="Problem">For a person.</param>
/// <param name="Refusal">What a person has to mend; null where trying again may help.</param>
/// <param name="Uptime">How long it was up, from Welcome on; zero where it never was.</param>
/// <param name="Again">Whether to connect again without a wait.</param>
internal sealed record StreamEnd(string Problem, RefusalKind? Refusal, TimeSpan Uptime, bool Again = false);
