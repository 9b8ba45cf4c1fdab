using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.Wire.Digests;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>How a viewer comes to see tables: the first comparison with what it holds, and the change from some tables to others. All under the lock of the views.</summary>
internal static class Seating
{
    /// <summary>Begins to send a collection, as soon as it is ready and decided.</summary>
    public static void TryOpen(Viewer viewer, ViewedCollection viewed)
    {
        if (viewed.Phase != ViewPhase.Waiting || viewed.Undecided || !viewed.Share.Ready) return;
        if (viewed.Held?.Revision > viewed.Share.Heard && viewed.Patience > 0)
        {
            // It would be told old news. Whatever happens here from now on is newer, and opens the collection.
            viewed.Share.Ahead[viewed] = viewer;
            return;
        }

        viewed.Share.Ahead.Remove(viewed);
        viewer.Outbox.Gather(viewed.Share.Collection);
        Sit(viewer, viewed, TablesFor(viewer, viewed));
        var held = viewed.Held;
        viewed.Held = null;
        if (held is null)
        {
            foreach (var entry in viewed.Visible) Send(viewer, viewed, entry);
            Finish(viewer, viewed);
            return;
        }

        var differing = Differing(viewed, held.Digests);
        if (differing.Count == 0)
        {
            Finish(viewer, viewed);
            return;
        }
        viewed.Phase = ViewPhase.Comparing;
        viewed.Question = new InventoryQuestion(viewed.Share.Collection, held.Digests.Length, differing);
        viewer.Outbox.Enqueue(viewed.Question);
    }

    /// <summary>Takes a part of the inventory; after the last one sends the difference.</summary>
    public static void Answer(Viewer viewer, ViewedCollection viewed, IEnumerable<KeyValuePair<ObjectKey, ulong>> entries, bool last)
    {
        var question = viewed.Question!;
        var asked = question.Buckets.ToHashSet();
        foreach (var (key, tag) in entries)
        {
            var identity = new ObjectIdentity(viewed.Share.Collection, key);
            if (asked.Contains(Digest.Bucket(identity.KeyHash, question.BucketCount))) viewed.Inventory[identity] = tag;
        }
        if (!last) return;

        foreach (var entry in viewed.Visible)
        {
            if (!asked.Contains(Digest.Bucket(entry.Identity.KeyHash, question.BucketCount))) continue;
            if (!viewed.Inventory.Remove(entry.Identity, out var tag) || tag != entry.Tag) Send(viewer, viewed, entry);
        }
        foreach (var superfluous in viewed.Inventory.Keys) SendDeletion(viewer, viewed, superfluous, viewed.Share.Revision);
        viewed.Inventory.Clear();
        viewed.Question = null;
        Finish(viewer, viewed);
    }

    /// <summary>Seats the viewer at the tables that are now its own, and sends what differs between the old ones and these.</summary>
    public static void Reseat(Viewer viewer, ViewedCollection viewed, long revision)
    {
        if (viewed.Phase == ViewPhase.Waiting) return;
        var (before, after) = (viewed.Tables, TablesFor(viewer, viewed));
        if (before.SequenceEqual(after)) return;

        viewer.Outbox.Gather(viewed.Share.Collection);
        var seen = new Dictionary<ObjectIdentity, ObjectChange?>();
        foreach (var table in before.Except(after).Concat(after.Except(before)))
        {
            foreach (var entry in table.Entries) seen.TryAdd(entry.Identity, viewed.Find(entry.Identity));
        }
        Sit(viewer, viewed, after);
        foreach (var (identity, was) in seen)
        {
            var now = viewed.Find(identity);
            if (now is not null && now.Tag != was?.Tag) Send(viewer, viewed, now);
            if (now is null && was is not null) SendDeletion(viewer, viewed, identity, revision);
        }
        if (viewed.Phase == ViewPhase.Live) Finish(viewer, viewed);
    }

    /// <summary>Takes the viewer away from its tables.</summary>
    public static void Leave(Viewer viewer, ViewedCollection viewed)
    {
        viewed.Share.Ahead.Remove(viewed);
        foreach (var table in viewed.Tables) table.Leave(viewer);
        viewed.Tables = [];
        viewed.Share.Close(viewer.Node, viewer.Group);
        viewed.Share.Leave(viewer);
    }

    /// <summary>Tells the node to drop a collection.</summary>
    public static void Forget(Viewer viewer, GroupVersionResource collection)
    {
        viewer.Unclaimed.Remove(collection);
        viewer.Outbox.Drop(collection);
        viewer.Outbox.Enqueue(new Mark(collection, MarkState.Forget, ShareScope.Node, 0));
    }

    /// <summary>Says how far a collection has come, where that is further than was said.</summary>
    public static void TellProgress(Viewer viewer, ViewedCollection viewed)
    {
        if (viewed.Share.Ahead.ContainsKey(viewed))
        {
            viewed.Patience--;
            TryOpen(viewer, viewed);
        }
        if (viewed.Phase != ViewPhase.Live || viewed.Share.Revision <= viewed.Told) return;
        if (viewer.Outbox.TryEnqueueProgress(Complete(viewed))) viewed.Told = viewed.Share.Revision;
    }

    private static void Finish(Viewer viewer, ViewedCollection viewed)
    {
        viewed.Phase = ViewPhase.Live;
        viewed.Told = viewed.Share.Revision;
        viewer.Outbox.Release(viewed.Share.Collection);
        viewer.Outbox.Enqueue(Complete(viewed));
    }

    private static Mark Complete(ViewedCollection viewed) => new(viewed.Share.Collection, MarkState.Complete, viewed.Scope, viewed.Share.Revision);

    private static IReadOnlyList<ShareTable> TablesFor(Viewer viewer, ViewedCollection viewed) =>
        viewed.Whole ? [viewed.Share.Source] : viewed.Share.Open(viewer);

    private static void Sit(Viewer viewer, ViewedCollection viewed, IReadOnlyList<ShareTable> tables)
    {
        foreach (var table in viewed.Tables.Except(tables)) table.Leave(viewer);
        foreach (var table in tables.Except(viewed.Tables)) table.Join(viewer, viewed);
        viewed.Tables = tables;
        viewed.Share.Close(viewer.Node, viewer.Group);
    }

    private static void SendDeletion(Viewer viewer, ViewedCollection viewed, ObjectIdentity identity, long revision) =>
        viewed.Share.Source.Send(ObjectChange.Deletion(identity, revision), viewer);

    private static void Send(Viewer viewer, ViewedCollection viewed, ObjectChange entry) => viewed.Share.Source.Send(entry, viewer);

    private static List<int> Differing(ViewedCollection viewed, ulong[] held)
    {
        var ours = viewed.Digests(held.Length);
        return [.. Enumerable.Range(0, ours.Length).Where(bucket => ours[bucket] != held[bucket])];
    }
}
