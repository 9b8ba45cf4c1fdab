namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

/// <summary>How one object does, read out of its own status.</summary>
/// <param name="State">In a word.</param>
/// <param name="Message">Why it is not available; empty where it is.</param>
/// <param name="IsObserved">Whether the status speaks of the object's current generation.</param>
internal sealed record ObjectHealth(HealthState State, string Message = "", bool IsObserved = true)
{
    /// <summary>Its pods; zero for kinds without any.</summary>
    public ReplicaCounts Counts { get; init; }

    /// <summary>The images that its containers are to run, in order, each once.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    public static ObjectHealth Available { get; } = new(HealthState.Available);

    public static ObjectHealth Progressing(string message) => new(HealthState.Progressing, message);

    public static ObjectHealth Failed(string message) => new(HealthState.Failed, message);
}
