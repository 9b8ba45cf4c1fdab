namespace KubeEdge.EdgeMesh.Store.Tests.Model;

/// <summary>What the store is meant to do, said as plainly as possible: the law, without a database.</summary>
internal sealed class StoreModel
{
    public const int Collections = 2;

    public long Revision { get; private set; }

    public ModelCollection[] All { get; } = [new(), new()];

    /// <summary>Does it, too.</summary>
    /// <param name="operation">What is done.</param>
    /// <param name="placed">The revision at which the store put an object: it decides where the law leaves two.</param>
    public void Apply(Operation operation, long placed)
    {
        switch (operation)
        {
            case Operation.Put put:
                Put(All[put.Collection], put, placed);
                break;
            case Operation.Delete delete:
                Delete(All[delete.Collection], delete);
                break;
            case Operation.Advance advance:
                Revision += advance.By;
                break;
            case Operation.Mark mark:
                Mark(All[mark.Collection], RevisionOf(mark.Ahead));
                break;
            case Operation.Forget forget:
                Forget(forget.Collection);
                break;
        }
    }

    public long RevisionOf(int ahead) => Math.Max(1, Revision + ahead);

    private void Put(ModelCollection collection, Operation.Put put, long placed)
    {
        var revision = RevisionOf(put.Ahead);
        var exists = collection.Objects.TryGetValue(put.Key, out var old);
        if (exists && put.Tag != 0 && old.Tag == put.Tag) return;
        var gone = collection.Gone.GetValueOrDefault(put.Key);
        var above = exists ? old.Revision : gone.Revision;
        var another = exists && old.Life != put.Life;
        if (another) above = Bury(collection, put.Key, old.Revision, old.Content, revision - 1);
        var firstSnapshot = !exists && !collection.Complete;
        var at = revision > collection.Served || firstSnapshot ? revision : Revision;
        var keeps = firstSnapshot && revision <= collection.Served;
        // A deletion that nobody can go back to may be forgotten.
        var mayBeForgotten = !exists && gone.Change < collection.MayBeCut;
        if (!keeps && at <= above && !(mayBeForgotten && placed == at)) at = above + 1;
        var disorder = at < collection.Served;
        collection.Objects[put.Key] = (at, $"c{put.Content}", put.Tag, put.Life);
        collection.Record(exists && !another ? "Modified" : "Added", put.Key, at, $"c{put.Content}");
        if (disorder) collection.BeginHere(Math.Max(collection.ResumeFrom, collection.Served));
        Revision = Math.Max(Revision, at);
    }

    /// <summary>What another object takes the place of was deleted before that one was made.</summary>
    private long Bury(ModelCollection collection, string key, long former, string content, long below)
    {
        var at = below >= collection.Served && below > former ? below : Revision;
        if (at <= former) at = former + 1;
        collection.Objects.Remove(key);
        collection.Record("Deleted", key, at, content);
        collection.Gone[key] = (at, collection.Changes.Count - 1);
        Revision = Math.Max(Revision, at);
        return at;
    }

    private void Delete(ModelCollection collection, Operation.Delete delete)
    {
        if (!collection.Objects.Remove(delete.Key, out var old)) return;
        var revision = RevisionOf(delete.Ahead);
        var at = revision > collection.Served ? revision : Revision;
        if (at <= old.Revision) at = old.Revision + 1;
        collection.Record("Deleted", delete.Key, at, old.Content);
        collection.Gone[delete.Key] = (at, collection.Changes.Count - 1);
        Revision = Math.Max(Revision, at);
    }

    private void Mark(ModelCollection collection, long revision)
    {
        collection.Served = Math.Max(collection.Served, revision);
        if (!collection.Complete) collection.BeginHere(collection.Served);
        collection.Complete = true;
        Revision = Math.Max(Revision, revision);
    }

    private void Forget(int index)
    {
        var over = All[index];
        if (over.Changes.Count == 0 && !over.Complete) return;
        All[index] = new ModelCollection { Served = over.Served, ResumeFrom = over.Served + 1, NotBelow = over.Served + 1 };
    }
}
