namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;

/// <summary>What the cluster keeps of a join token, without its secret.</summary>
/// <param name="Id">Names the token.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="Node">The only node that may use it; null for any.</param>
/// <param name="Uses">How often it may still be used; null for any number.</param>
/// <param name="Description">For people.</param>
public sealed record TokenRecord(string Id, DateTimeOffset? Expires, string? Node, int? Uses, string Description);
