using System.IO.Hashing;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>
/// Follows one collection of the cluster and keeps the tables of those who see some of it. Takes the lock of the views for each call of the informer.
/// </summary>
internal abstract class CollectionShare(ClusterView view, GroupVersionResource collection) : IRawObjectHandler
{
    public GroupVersionResource Collection { get; } = collection;

    /// <summary>What of it belongs to a node's share; null where nothing does and it is sent only to those who want it.</summary>
    public abstract ShareScope? Scope { get; }

    /// <summary>The whole collection.</summary>
    public ShareTable Source { get; } = new(view.Encoder);

    /// <summary>Whether the first list is in.</summary>
    public bool Synced { get; private set; }

    /// <summary>Whether the tables are right: what they are made from has been read.</summary>
    public virtual bool Ready => Synced;

    /// <summary>Up to here everything has been heard.</summary>
    public long Revision { get; private set; }

    /// <summary>How far this replica has come in what the tables are made from: a node that has seen more is told nothing yet.</summary>
    public virtual long Heard => Revision;

    /// <summary>Who waits because it has seen more of the collection than this replica has.</summary>
    public Dictionary<ViewedCollection, Viewer> Ahead { get; } = [];

    protected ClusterView View { get; } = view;

    /// <summary>The tables that make up a node's share.</summary>
    public virtual IReadOnlyList<ShareTable> Open(Viewer viewer) => [Source];

    /// <summary>Drops the tables of this node and this group, as far as nobody views them any more.</summary>
    public virtual void Close(string node, string group)
    {
    }

    /// <summary>A viewer has left its tables for good.</summary>
    public virtual void Leave(Viewer viewer)
    {
    }

    /// <summary>A node has left one group for another.</summary>
    public virtual void OnNodeMoved(string node, string from, string to, long revision)
    {
    }

    void IRawObjectHandler.Upserted(RawObject current, RawObject? previous)
    {
        var shown = Shown(current);
        var change = ObjectChange.Of(new ObjectIdentity(Collection, current.Key), current.Revision, TagOf(shown), shown.Json);
        lock (View.Gate)
        {
            View.Reached(current.Revision);
            if (Source.TryGet(change.Identity, out var known) && known.Tag == change.Tag) return;
            Source.Put(change);
            OnUpserted(change, shown);
        }
    }

    void IRawObjectHandler.Deleted(RawObject last, long revision)
    {
        var deletion = ObjectChange.Deletion(new ObjectIdentity(Collection, last.Key), revision);
        lock (View.Gate)
        {
            View.Reached(revision);
            Source.Remove(deletion);
            OnDeleted(deletion);
        }
    }

    void IRawObjectHandler.Progressed(long revision)
    {
        lock (View.Gate)
        {
            View.Reached(revision);
            Revision = Math.Max(Revision, revision);
            if (!Synced)
            {
                Synced = true;
                View.OnSynced();
            }
            else if (Ahead.Count > 0)
            {
                foreach (var (viewed, viewer) in Ahead.ToList()) Seating.TryOpen(viewer, viewed);
            }
        }
    }

    /// <summary>The object as all nodes are to see it. Not under the lock.</summary>
    protected virtual RawObject Shown(RawObject current) => current;

    protected virtual ulong TagOf(RawObject current) => XxHash3.HashToUInt64(current.Json.Span);

    protected virtual void OnUpserted(ObjectChange current, RawObject raw)
    {
    }

    protected virtual void OnDeleted(ObjectChange deletion)
    {
    }
}
