namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>How the renewal stands, for the status.</summary>
internal sealed class RenewalState
{
    private volatile string? _problem;

    /// <summary>Why the last attempt failed; null where it did not.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }
}
