namespace KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

/// <summary>
/// Makes one thing as it should be. The contract:
/// <list type="bullet">
/// <item>It is level-triggered: it is told which key to look at, never what happened. It reads what is, compares it with what should be,
/// and writes the difference; where there is none it writes nothing. It may be called at any time, any number of times.</item>
/// <item>No two calls for one key run at the same time; calls for different keys may.</item>
/// <item>To return means success: what failed before is forgotten. A <see cref="ReconcileResult.RequeueAfter"/> asks for another look by then.</item>
/// <item>To throw means failure: the key comes again with exponential backoff. A <see cref="TerminalException"/> says that trying again is
/// no use: the key comes again only with the next change. A conflict (409) is a failure too, but one of the ordinary course.</item>
/// <item>A key for which something changed during the call is looked at once more.</item>
/// </list>
/// </summary>
internal interface IReconciler<in TKey>
    where TKey : notnull
{
    /// <summary>Looks at one key.</summary>
    Task<ReconcileResult> ReconcileAsync(TKey key, CancellationToken cancellationToken);
}
