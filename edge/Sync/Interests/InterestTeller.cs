using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Sync.Streaming;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Sync.Interests;

/// <summary>
/// Tells the cloud what callers on the node read, as that changes, and takes back what it refuses. A refusal is remembered for a while: a caller that
/// may not have a collection does not cost the cluster a question at each of its reads.
/// </summary>
internal sealed class InterestTeller(ICollections collections, SyncOptions options, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GroupVersionResource Collection, string User), DateTimeOffset> _denied = [];

    /// <summary>What Hello says.</summary>
    public IReadOnlyList<EdgeFrame.Interest> Standing() =>
        [.. collections.Interests().Select(interest => new EdgeFrame.Interest(interest.Resource, interest.User)).Where(interest => !DropDenied(interest))];

    /// <summary>Tells every change until cancelled.</summary>
    public async Task RunAsync(IReadOnlyList<EdgeFrame.Interest> told, Func<EdgeFrame, CancellationToken, ValueTask> send, CancellationToken cancellationToken)
    {
        var known = told.ToHashSet();
        long version = 0;
        while (true)
        {
            version = await collections.WaitForInterestsAsync(version, cancellationToken);
            var standing = Standing().ToHashSet();
            foreach (var released in known.Except(standing)) await send(released with { Release = true }, cancellationToken);
            foreach (var wanted in standing.Except(known)) await send(wanted, cancellationToken);
            known = standing;
        }
    }

    /// <summary>Takes in what the cloud said about interests; after the message was applied.</summary>
    public void Hear(IEnumerable<CloudBatch.Mark> marks)
    {
        foreach (var mark in marks)
        {
            switch (mark.State)
            {
                case CloudBatch.MarkState.Denied:
                    lock (_gate) _denied[(mark.Collection, mark.User)] = time.GetUtcNow() + options.DenialMemory;
                    Log.InterestDenied(logger, mark.Collection, mark.User, mark.Reason);
                    collections.Release(mark.Collection, mark.User);
                    break;
                case CloudBatch.MarkState.Forget:
                    foreach (var interest in collections.Interests().Where(interest => interest.Resource == mark.Collection))
                        collections.Release(interest.Resource, interest.User);
                    break;
            }
        }
    }

    private bool DropDenied(EdgeFrame.Interest interest)
    {
        var key = (interest.Collection, interest.User);
        lock (_gate)
        {
            if (!_denied.TryGetValue(key, out var until)) return false;
            if (until <= time.GetUtcNow())
            {
                _denied.Remove(key);
                return false;
            }
        }
        collections.Release(interest.Collection, interest.User);
        return true;
    }
}
