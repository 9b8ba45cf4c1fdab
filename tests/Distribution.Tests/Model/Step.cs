namespace KubeEdge.EdgeMesh.Distribution.Tests.Model;

/// <summary>One thing that happens to the world; small numbers stand for names, so that steps meet each other often.</summary>
internal sealed record Step(StepKind Kind, int A, int B, int C);
