using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Link;

/// <summary>
/// How far the cloud has come, in its own words: what a node is shown of a collection may stand still while the cluster's objects change, so what is held
/// does not tell.
/// </summary>
public interface IProgress
{
    /// <summary>Up to this revision everything of the collection has been sent on the stream that is up, and is held; 0 where nothing was said.</summary>
    long Reached(GroupVersionResource resource);

    /// <summary>Has the cloud asked how far it is now. While a question waits to be sent another one is the same.</summary>
    void Ask(GroupVersionResource resource);

    /// <summary>The questions to send; completes when there is one. One reader at a time.</summary>
    ValueTask<IReadOnlyList<GroupVersionResource>> TakeQuestionsAsync(CancellationToken cancellationToken);

    /// <summary>Takes in what the cloud says, after what it speaks of was committed.</summary>
    void Tell(GroupVersionResource resource, long revision);

    /// <summary>A new stream begins: what earlier ones said counts no longer, it may be of another cluster.</summary>
    void Begin();
}
