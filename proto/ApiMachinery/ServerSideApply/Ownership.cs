namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>The owners of one object while a write is worked out.</summary>
internal sealed class Ownership
{
    /// <summary>How many entries of updaters an object keeps; older ones are merged into one.</summary>
    private const int MaxUpdaters = 10;
    private const string OldUpdaters = "ancient-changes";

    /// <summary>What nobody owns: the object's identity, and what the server itself keeps.</summary>
    private static readonly FieldSet Nobodys = FieldSet.Of(
        ["apiVersion"], ["kind"], ["metadata"],
        ["metadata", "name"], ["metadata", "namespace"], ["metadata", "uid"], ["metadata", "selfLink"], ["metadata", "creationTimestamp"],
        ["metadata", "generation"], ["metadata", "resourceVersion"], ["metadata", "managedFields"]);

    private List<OwnedFields> _entries = [];

    public Ownership(IEnumerable<OwnedFields> entries)
    {
        foreach (var entry in entries) Set(entry with { Fields = (Find(entry.Owner)?.Fields ?? new FieldSet()).Union(entry.Fields) });
    }

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>What can be owned of a set.</summary>
    public static FieldSet Ownable(FieldSet fields, FieldWrite write) => fields.Difference(Nobodys).RecursiveDifference(write.Ignored);

    public OwnedFields? Find(FieldOwner owner) => _entries.Find(e => e.Owner.IsSameAs(owner));

    public void Set(OwnedFields entry)
    {
        _entries.RemoveAll(e => e.Owner.IsSameAs(entry.Owner));
        _entries.Add(entry);
    }

    /// <summary>Everything that anybody owns.</summary>
    public FieldSet All() => _entries.Aggregate(new FieldSet(), (all, e) => all.Union(e.Fields));

    /// <summary>The fields of others among those changed, owner by owner.</summary>
    public IReadOnlyList<OwnedFields> Conflicts(FieldOwner writer, FieldSet changed) => _entries
        .Where(e => !e.Owner.IsSameAs(writer))
        .Select(e => e with { Fields = e.Fields.Intersection(changed) })
        .Where(e => !e.Fields.IsEmpty)
        .OrderBy(e => e.Owner.ToString(), StringComparer.Ordinal)
        .ToArray();

    /// <summary>Takes fields away from all but the writer.</summary>
    public void TakeFromOthers(FieldOwner writer, FieldSet fields) => _entries = _entries
        .Select(e => e.Owner.IsSameAs(writer) ? e : e with { Fields = e.Fields.Difference(fields) })
        .ToList();

    /// <summary>The entries to store: without the empty ones, and with no more updaters than allowed.</summary>
    public IReadOnlyList<OwnedFields> Entries()
    {
        var entries = _entries.Where(e => !e.Fields.IsEmpty).ToList();
        var updaters = entries.Where(e => e.Owner.Operation == FieldOperation.Update).OrderBy(e => e.Time, StringComparer.Ordinal).ToList();
        if (updaters.Count <= MaxUpdaters) return entries;
        var old = updaters.Take(updaters.Count - MaxUpdaters + 1).ToHashSet();
        var merged = old.GroupBy(e => e.Owner.ApiVersion).Select(group => new OwnedFields(
            new FieldOwner(OldUpdaters, FieldOperation.Update, group.Key),
            group.Aggregate(new FieldSet(), (all, e) => all.Union(e.Fields)),
            group.Max(e => e.Time)!));
        return [.. entries.Where(e => !old.Contains(e)), .. merged];
    }
}
