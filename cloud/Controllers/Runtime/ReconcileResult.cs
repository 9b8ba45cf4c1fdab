namespace KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

/// <summary>What a successful look at a key asks for.</summary>
/// <param name="RequeueAfter">When to look again though nothing changed; null: not before something does.</param>
internal readonly record struct ReconcileResult(TimeSpan? RequeueAfter)
{
    /// <summary>All is as it should be.</summary>
    public static ReconcileResult Done => default;
}
