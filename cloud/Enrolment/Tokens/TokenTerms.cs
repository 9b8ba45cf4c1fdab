namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;

/// <summary>What a new join token is good for.</summary>
/// <param name="Lifetime">How long it lasts; more than zero.</param>
/// <param name="Node">The only node that may use it; null for any. Only with such a token a node that has joined can be replaced.</param>
/// <param name="Uses">How many nodes may join with it; null for any number.</param>
/// <param name="Description">For people.</param>
public sealed record TokenTerms(TimeSpan Lifetime, string? Node, int? Uses, string Description);
