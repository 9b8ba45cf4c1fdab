using KubeEdge.EdgeMesh.Edge.Store.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>
/// Where every change of the cluster is committed, one at a time: over HTTPS or from a controller. Observers hear of it in the order of
/// revisions, and before the writer does.
/// </summary>
internal sealed class Ledger(IObjectWriter store, TimeProvider time)
{
    private readonly Lock _turn = new();
    private readonly List<IChangeObserver> _observers = [];

    /// <summary>Adds one who hears of changes from now on.</summary>
    public void Observe(IChangeObserver observer)
    {
        lock (_turn) _observers.Add(observer);
    }

    /// <summary>Runs the work as one transaction. When it throws, nothing happened.</summary>
    public T Write<T>(WriteOptions options, Func<Transaction, T> work)
    {
        lock (_turn)
        {
            var (result, changes) = store.Transact(inner =>
            {
                var transaction = new Transaction(inner, time.GetUtcNow(), options.DryRun);
                return (work(transaction), transaction.Changes);
            });
            foreach (var change in changes)
            {
                foreach (var observer in _observers) observer.Changed(change);
            }
            return result;
        }
    }
}
