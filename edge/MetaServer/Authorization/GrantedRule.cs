namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>One rule that somebody has.</summary>
/// <param name="Verbs">For example <c>get</c>; <c>*</c> for all.</param>
/// <param name="Groups">API groups.</param>
/// <param name="Resources">With their subresources.</param>
/// <param name="Names">Of objects; empty for all.</param>
/// <param name="Paths">Of no resources.</param>
public sealed record GrantedRule(
    IReadOnlyList<string> Verbs, IReadOnlyList<string> Groups, IReadOnlyList<string> Resources, IReadOnlyList<string> Names, IReadOnlyList<string> Paths);
