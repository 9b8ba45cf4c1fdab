using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Watching;

/// <summary>Opens watches.</summary>
public interface IObjectWatcher
{
    /// <summary>
    /// Finds where a watch from <paramref name="revision"/> starts. Where several changes share that revision, all of them are
    /// replayed: a reader that saw only some must not miss the rest, and one that saw all ignores the repetition.
    /// A revision in the future starts at the end.
    /// </summary>
    /// <param name="resource">The collection.</param>
    /// <param name="revision">The last revision that the reader has seen.</param>
    /// <param name="afterSequence">What to pass to <see cref="Watch"/>.</param>
    /// <param name="oldestRevision">The oldest revision from which a watch can start.</param>
    /// <returns>False where the log no longer reaches back that far: 410 Expired.</returns>
    bool TryResume(GroupVersionResource resource, long revision, out long afterSequence, out long oldestRevision);

    /// <summary>
    /// Every change of the collection after <paramref name="afterSequence"/>, each once, in order: first from the log, then live,
    /// with no gap between. Subscribes before it returns.
    /// </summary>
    /// <param name="resource">The collection.</param>
    /// <param name="afterSequence">As <see cref="TryResume"/> says, or of a snapshot.</param>
    /// <param name="part">What of it is shown to somebody; null for all.</param>
    IObjectWatch Watch(GroupVersionResource resource, long afterSequence, WatchedPart? part = null);
}
