using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>One message of the cloud, checked for form.</summary>
/// <param name="Number">To be acknowledged; 0 for nothing.</param>
/// <param name="Revision">The highest revision that the cloud has seen.</param>
/// <param name="Welcome">Only in the first message.</param>
/// <param name="Changes">Applied first.</param>
/// <param name="Marks">Applied after the changes.</param>
/// <param name="Questions">Answered after all is committed.</param>
internal sealed record CloudBatch(
    ulong Number, long Revision, CloudBatch.Introduction? Welcome,
    IReadOnlyList<CloudBatch.Change> Changes, IReadOnlyList<CloudBatch.Mark> Marks, IReadOnlyList<CloudBatch.Question> Questions)
{
    /// <summary>How the cloud introduces itself.</summary>
    internal sealed record Introduction(uint Protocol, string Version, string Cluster);

    /// <summary>The state of an object; no JSON where it is gone.</summary>
    internal readonly record struct Change(GroupVersionResource Collection, ObjectKey Key, long Revision, ulong Tag, ReadOnlyMemory<byte>? Json);

    /// <summary>What a mark says of a collection.</summary>
    internal enum MarkState
    {
        /// <summary>It is held whole, as of the revision.</summary>
        Complete,

        /// <summary>It is to be dropped.</summary>
        Forget,

        /// <summary>A user's interest was refused.</summary>
        Denied,
    }

    /// <summary>A statement about a collection.</summary>
    internal sealed record Mark(GroupVersionResource Collection, MarkState State, CollectionScope Scope, long Revision, string User, string Reason);

    /// <summary>Asks what is held in some buckets.</summary>
    internal sealed record Question(GroupVersionResource Collection, int BucketCount, IReadOnlySet<int> Buckets);
}
