using KubeEdge.EdgeMesh.Proto.Wire.Digests;

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

    /// <summary>The tables that it sees, the narrowest audience first. An object that is in two of them is seen in the first one only.</summary>
    public IReadOnlyList<ShareTable> Tables { get; set; } = [];

    /// <summary>What was asked for while <see cref="ViewPhase.Comparing"/>, and the answers so far.</summary>
    public InventoryQuestion? Question { get; set; }

    /// <summary>The inventory, as far as it has arrived.</summary>
    public Dictionary<ObjectIdentity, ulong> Inventory { get; } = [];

    /// <summary>The revision of the last mark.</summary>
    public long Told { get; set; }

    /// <summary>Everything it sees.</summary>
    public IEnumerable<ObjectChange> Visible => Tables.SelectMany(table => table.Entries.Where(entry => SeesIn(table, entry.Identity)));

    /// <summary>The object as it is seen; null where it is not.</summary>
    public ObjectChange? Find(ObjectIdentity identity)
    {
        for (var i = 0; i < Tables.Count; i++)
        {
            if (Tables[i].TryGet(identity, out var change)) return change;
        }
        return null;
    }

    /// <summary>Whether an object that is in this table of its own is seen there, and not in one before it.</summary>
    public bool SeesIn(ShareTable table, ObjectIdentity identity)
    {
        for (var i = 0; i < Tables.Count; i++)
        {
            if (ReferenceEquals(Tables[i], table)) return true;
            if (Tables[i].Has(identity)) return false;
        }
        return false;
    }

    /// <summary>The digests of everything it sees.</summary>
    public ulong[] Digests(int buckets)
    {
        var sums = new ulong[buckets];
        foreach (var table in Tables) table.AddDigests(sums);
        // Only the narrowest audience, one node, covers what its wider ones have: the others have nothing in common.
        if (Tables.Count < 2) return sums;
        foreach (var covering in Tables[0].Entries)
        {
            for (var i = 1; i < Tables.Count; i++)
            {
                if (!Tables[i].TryGet(covering.Identity, out var covered)) continue;
                sums[Digest.Bucket(covered.Identity.KeyHash, buckets)] -= Digest.Mix(covered.Identity.KeyHash, covered.Tag);
            }
        }
        return sums;
    }
}
