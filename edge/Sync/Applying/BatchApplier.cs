using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Edge.Sync.Streaming;

namespace KubeEdge.EdgeMesh.Edge.Sync.Applying;

/// <summary>Writes a message to the store: all of it in one transaction, so that what is acknowledged is whole. Applying it twice is applying it once.</summary>
internal sealed class BatchApplier(IObjectWriter store)
{
    /// <exception cref="BrokenStreamException">The store refused an object; nothing of the message was written.</exception>
    public void Apply(CloudBatch batch)
    {
        try
        {
            store.Transact(transaction => Apply(batch, transaction));
        }
        catch (FormatException e)
        {
            throw new BrokenStreamException($"an object that cannot be stored: {e.Message}", e);
        }
    }

    private static ulong Apply(CloudBatch batch, IStoreTransaction transaction)
    {
        transaction.Advance(batch.Revision);
        foreach (var change in batch.Changes)
        {
            if (change.Json is { } json) transaction.Put(change.Collection, change.Key, json.Span, change.Revision, change.Tag);
            else transaction.Delete(change.Collection, change.Key, change.Revision);
        }
        foreach (var mark in batch.Marks)
        {
            if (mark.State == CloudBatch.MarkState.Complete) transaction.MarkComplete(mark.Collection, mark.Scope, mark.Revision);
            else if (mark.State == CloudBatch.MarkState.Forget) transaction.Forget(mark.Collection);
        }
        return batch.Number;
    }
}
