using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Housekeeping;

/// <summary>
/// Work that follows from changes: it hears of them, and does one item after another from the state as it is then. A refusal by the API, such
/// as a conflict, is tried again.
/// </summary>
internal abstract class Chore<T>(ILogger logger, TimeProvider time) : IChangeObserver, IChore where T : notnull
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>What is to be looked at.</summary>
    protected WorkSet<T> Work { get; } = new();

    public abstract void Changed(Change change);

    /// <summary>Brings what the item names to where it should be.</summary>
    protected abstract void Do(T item);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var item = await Work.TakeAsync(cancellationToken);
            try
            {
                Do(item);
            }
            catch (StatusException refusal)
            {
                logger.ChoreRefused(GetType().Name, item.ToString() ?? "", refusal.Message);
                Work.Add(item);
                await Task.Delay(s_pause, time, cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // One item that it cannot cope with must not keep it from the others.
                logger.ChoreFailed(fault, GetType().Name, item.ToString() ?? "");
            }
        }
    }
}
