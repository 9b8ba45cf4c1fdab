using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>Where a watch begins (kubernetes-api.md 2.3, 2.4, 2.8).</summary>
/// <param name="AfterSequence">Changes after this one are sent.</param>
/// <param name="Initial">The state to send first, as if everything in it had just been added; null for none.</param>
/// <param name="Revision">What the client has seen at the start: no bookmark goes below it.</param>
/// <param name="SilentUntil">Changes up to this revision, which lies in the future, are not sent.</param>
/// <param name="Expired">Set where the log no longer reaches back: the one event of the watch.</param>
internal readonly record struct WatchStart(
    long AfterSequence, Snapshot? Initial, long Revision, long SilentUntil = 0, KubernetesStatus? Expired = null)
{
    /// <exception cref="StatusException">400 or 504.</exception>
    public static async ValueTask<WatchStart> ResolveAsync(
        IObjectReader reader, IObjectWatcher watcher, RevisionGate gate, GroupVersionResource resource, ReadOptions options,
        CancellationToken cancellationToken)
    {
        var revision = options.Revision();
        if (options.SendInitialEvents == true)
            return FromState(await gate.NotOlderThanAsync(resource, revision, cancellationToken));
        if (revision > 0) return Resume(reader, watcher, resource, revision);
        var newest = reader.Latest(resource);
        return options.SendInitialEvents is null ? FromState(newest) : new WatchStart(newest.Sequence, null, newest.Revision);
    }

    private static WatchStart FromState(Snapshot state) => new(state.Sequence, state, state.Revision);

    private static WatchStart Resume(IObjectReader reader, IObjectWatcher watcher, GroupVersionResource resource, long revision)
    {
        // Of the collection: what is still to come to it below a version that the client has from elsewhere, the client has seen there.
        var current = reader.Latest(resource).Revision;
        if (!watcher.TryResume(resource, revision, out var afterSequence, out var oldest))
            return new WatchStart(0, null, 0, 0, KubernetesStatus.Expired($"too old resource version: {revision} ({oldest})"));
        return new WatchStart(afterSequence, null, revision, revision > current ? revision : 0);
    }
}
