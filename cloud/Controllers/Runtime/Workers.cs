using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

/// <summary>Takes keys from a queue and has them reconciled, a bounded number at a time, as <see cref="IReconciler{TKey}"/> says.</summary>
internal sealed class Workers<TKey>(
    string controller, WorkQueue<TKey> queue, IReconciler<TKey> reconciler, int count, ControllerMetrics metrics, TimeProvider time, ILogger logger)
    where TKey : notnull
{
    /// <summary>Runs until the token, and then until the looks that are under way have ended.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        metrics.Follow(controller, () => queue.Count);
        return Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => WorkAsync(cancellationToken), CancellationToken.None)));
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await queue.TakeAsync(cancellationToken) is (true, var key))
            {
                var start = time.GetTimestamp();
                try
                {
                    var outcome = await LookAsync(key, cancellationToken);
                    metrics.Reconciled(controller, outcome, time.GetElapsedTime(start));
                }
                finally
                {
                    queue.Done(key);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task<ReconcileOutcome> LookAsync(TKey key, CancellationToken cancellationToken)
    {
        try
        {
            var result = await reconciler.ReconcileAsync(key, cancellationToken);
            queue.Forget(key);
            if (result.RequeueAfter is not { } delay)
                return ReconcileOutcome.Success;

            queue.AddAfter(key, delay);
            return ReconcileOutcome.Requeue;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (TerminalException e)
        {
            queue.Forget(key);
            Log.ReconcileRefused(logger, controller, key, e.Message);
            return ReconcileOutcome.Terminal;
        }
        catch (StatusException e) when (e.Status.Code == 409)
        {
            Log.ReconcileOutrun(logger, controller, key, queue.AddAfterFailure(key));
            return ReconcileOutcome.Conflict;
        }
#pragma warning disable CA1031 // The contract: whatever a reconciler throws is a failure of that key alone, logged and tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var delay = queue.AddAfterFailure(key);
            Log.ReconcileFailed(logger, e, controller, key, delay);
            return ReconcileOutcome.Failure;
        }
    }
}
