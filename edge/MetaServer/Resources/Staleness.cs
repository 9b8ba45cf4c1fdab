namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>What an answer from a store that no longer follows its source says.</summary>
/// <param name="Age">How long ago the source was last heard.</param>
/// <param name="Warning">For a person, in ASCII without quotes: the text of the <c>Warning</c> header.</param>
public sealed record Staleness(TimeSpan Age, string Warning);
