namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

/// <summary>Pods of one object, or of several together.</summary>
/// <param name="Desired">Asked for.</param>
/// <param name="Updated">Of the newest template.</param>
/// <param name="Ready">Ready, of any template.</param>
/// <param name="Available">Ready for long enough.</param>
internal readonly record struct ReplicaCounts(long Desired, long Updated, long Ready, long Available)
{
    public static ReplicaCounts operator +(ReplicaCounts left, ReplicaCounts right) => new(
        left.Desired + right.Desired, left.Updated + right.Updated, left.Ready + right.Ready, left.Available + right.Available);
}
