using System.Net;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>One message to the cloud.</summary>
internal abstract record EdgeFrame
{
    /// <summary>What is held of one collection, in short.</summary>
    public sealed record Summary(GroupVersionResource Collection, long Revision, ulong[] Digests);

    /// <summary>The first message.</summary>
    public sealed record Hello(
        string Node, string Instance, IReadOnlyList<Summary> Collections, IReadOnlyList<Interest> Interests, PodEndpoint? MetaServer) : EdgeFrame;

    /// <summary>Where pods reach the MetaServer.</summary>
    public sealed record PodEndpoint(IReadOnlyList<IPAddress> Addresses, int Port);

    /// <summary>What is held in the buckets that were asked for.</summary>
    public sealed record Inventory(GroupVersionResource Collection, IReadOnlyList<KeyValuePair<ObjectKey, ulong>> Entries, bool Last) : EdgeFrame;

    /// <summary>Everything up to a batch is committed.</summary>
    public sealed record Acknowledgement(ulong Batch) : EdgeFrame;

    /// <summary>How far has the cloud come in a collection?</summary>
    public sealed record Progress(GroupVersionResource Collection) : EdgeFrame;

    /// <summary>A caller reads a collection, or no longer does.</summary>
    public sealed record Interest(GroupVersionResource Collection, string User, bool Release = false) : EdgeFrame;
}
