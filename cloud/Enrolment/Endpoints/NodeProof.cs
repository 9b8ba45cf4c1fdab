namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;

/// <summary>What a client certificate has proven; a feature of every request that comes with one.</summary>
/// <param name="Node">Whose it is; null where it proves nothing.</param>
/// <param name="Refusal">For a person: why it proves nothing.</param>
/// <param name="Ended">Cancelled when it no longer counts: the node was revoked, or another machine has taken its name.</param>
public sealed record NodeProof(string? Node, string? Refusal, CancellationToken Ended);
