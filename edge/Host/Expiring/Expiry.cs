namespace KubeEdge.EdgeMesh.Edge.Host.Expiring;

/// <summary>Something that ends.</summary>
/// <param name="Name">A word that stays: programs read it.</param>
/// <param name="At">When.</param>
/// <param name="WarnedFrom">From when on it is worth a word: it should have been renewed by then.</param>
/// <param name="Then">For a person: what no longer works from then on, and the mend.</param>
internal sealed record Expiry(string Name, DateTimeOffset At, DateTimeOffset WarnedFrom, string Then);
