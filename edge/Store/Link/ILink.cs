namespace KubeEdge.EdgeMesh.Edge.Store.Link;

/// <summary>Where the sync says how the link is, and the MetaServer reads it.</summary>
public interface ILink
{
    /// <summary>How it is now.</summary>
    LinkState State { get; }

    /// <summary>The stream is up.</summary>
    void Connected();

    /// <summary>Something was heard. Persisted at most every few seconds.</summary>
    void Heard();

    /// <summary>The stream is down, or never came up. Repeating it keeps the original <see cref="LinkState.Since"/>.</summary>
    /// <param name="problem">For a person: why, and the mend.</param>
    /// <param name="refused">See <see cref="LinkState.Refused"/>.</param>
    void Disconnected(string problem, bool refused = false);
}
