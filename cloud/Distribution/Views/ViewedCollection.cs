namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>One collection as one node sees it.</summary>
internal sealed class ViewedCollection(CollectionShare share, HeldCollection? held)
{
    public CollectionShare Share { get; } = share;

    /// <summary>What the node held when it connected; null for nothing. Used once, when the collection is opened.</summary>
    public HeldCollection? Held { get; set; } = held;

    public ViewPhase Phase { get; set; }

    /// <summary>
    /// For how many ticks more it waits for this replica to come as far as the node has been. It is not waited for longer: a cluster that was restored
    /// from a backup never comes there.
    /// </summary>
    public int Patience { get; set; } = 6;

    /// <summary>Whether it waits until somebody decided about an interest.</summary>
    public bool Undecided { get; set; }

    /// <summary>The users to whom the whole collection was granted.</summary>
    public HashSet<string> Grantees { get; } = new(StringComparer.Ordinal);

    public bool Whole => Grantees.Count > 0;

    public ShareScope Scope => Whole ? ShareScope.All : Share.Scope ?? ShareScope.All;

    /// <summary>The tables whose union it sees; no object is in two of them.</summary>
    public IReadOnlyList<ShareTable> Tables { get; set; } = [];

    /// <summary>What was asked for while <see cref="ViewPhase.Comparing"/>, and the answers so far.</summary>
    public InventoryQuestion? Question { get; set; }

    /// <summary>The inventory, as far as it has arrived.</summary>
    public Dictionary<ObjectIdentity, ulong> Inventory { get; } = [];

    /// <summary>The revision of the last mark.</summary>
    public long Told { get; set; }
}
