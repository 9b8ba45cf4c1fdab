using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>What the cluster holds of all that a request asks for: names and versions.</summary>
/// <param name="list">What it told.</param>
/// <param name="compared">What of it was held at which state when it was asked; null where it was not said, so that it told everything.</param>
internal sealed class ClusterState(VersionedList list, HeldSums? compared)
{
    private volatile bool _isReached;

    /// <summary>The state's own; 0 where it is of one object, which carries none.</summary>
    public long Revision => list.Revision;

    /// <summary>The revision of each object that it told of, in the order of a list.</summary>
    public ListedVersions Versions => list.Versions;

    /// <summary>Whether it is a page that others follow: then nothing is said of what lies behind its last object.</summary>
    public bool HasMore => list.HasMore;

    /// <summary>Whether the store was seen to hold it or what came after it. What is reached stays reached: who shares the answer need not compare again.</summary>
    public bool IsReached
    {
        get => _isReached;
        set => _isReached = value;
    }

    /// <summary>Whether it told of a key; of another one the cluster has what was held when it was asked.</summary>
    public bool Tells(ReadOnlySpan<byte> key) => CondensedVersions.IsTold(list.Told, key);

    /// <summary>The store's sequence when it was asked.</summary>
    public long AskedAt => compared?.Sequence ?? 0;

    /// <summary>Whether all was the same in the state that was held when it was asked.</summary>
    public bool IsAsItWas => list.Told is { } told && !told.Contains(true);
}
