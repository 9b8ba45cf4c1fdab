using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>What an edge says, checked for form.</summary>
internal abstract record EdgeFrame
{
    /// <summary>The first message.</summary>
    public sealed record Hello(
        uint ProtocolLowest, uint ProtocolHighest, string Node, string Instance, string Version,
        IReadOnlyList<HeldCollection> Collections, IReadOnlyList<Interest> Interests, PodEndpoint? MetaServer = null) : EdgeFrame;

    /// <summary>What it holds in the buckets that were asked for.</summary>
    public sealed record Inventory(GroupVersionResource Collection, IReadOnlyList<KeyValuePair<ObjectKey, ulong>> Entries, bool Last) : EdgeFrame;

    /// <summary>Everything up to a batch is committed.</summary>
    public sealed record Acknowledgement(ulong Batch) : EdgeFrame;

    /// <summary>The edge wants to know how far a collection has come.</summary>
    public sealed record Progress(GroupVersionResource Collection) : EdgeFrame;

    /// <summary>A caller on the node reads a collection, or no longer does.</summary>
    public sealed record Interest(GroupVersionResource Collection, string User, bool Release) : EdgeFrame;

    /// <summary>Nothing that the protocol knows.</summary>
    public sealed record Malformed(string Reason) : EdgeFrame;
}
