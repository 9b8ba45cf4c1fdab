namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

/// <summary>What a failure is about.</summary>
public sealed record StatusDetails
{
    /// <summary>The object's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The plural resource, or for an invalid object its kind.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The object's uid.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Why, one by one.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>When to try again; 0 where it says nothing.</summary>
    public int RetryAfterSeconds { get; init; }
}
