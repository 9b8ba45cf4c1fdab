using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>Keeps owners up to date under every write that is no apply: create, update, and the other patches.</summary>
public static class ObjectUpdate
{
    /// <summary>
    /// Gives the object to store its managedFields: the writer owns what it changed, nobody owns what it took out. An update never
    /// conflicts. managedFields in the request replace those stored; one empty entry forgets them.
    /// </summary>
    /// <param name="live">The stored object; null to create it.</param>
    /// <param name="updated">What is to be stored; left as it was.</param>
    /// <param name="write">Who writes.</param>
    /// <returns>A copy of <paramref name="updated"/> with managedFields.</returns>
    public static JsonObject Track(JsonObject? live, JsonObject updated, FieldWrite write)
    {
        var owner = write.Owner(FieldOperation.Update);
        var before = live is null ? [] : ManagedFields.Without(live);
        var after = ManagedFields.Without(updated);
        var ownership = new Ownership(StoredOrGiven(live, updated, write));
        var comparison = ObjectComparison.Of(before, after, write.Schema);
        var changed = Ownership.Ownable(comparison.Modified.Union(comparison.Added), write);
        ownership.TakeFromOthers(owner, comparison.Modified.Union(comparison.Added).Union(comparison.Removed));

        var own = ownership.Find(owner);
        var fields = (own?.Fields ?? new FieldSet()).Difference(comparison.Removed).Union(changed);
        ownership.Set(new OwnedFields(owner, fields, changed.IsEmpty ? own?.Time ?? "" : write.TimeText));
        ManagedFields.Write(after, ownership.Entries());
        return after;
    }

    private static IReadOnlyList<OwnedFields> StoredOrGiven(JsonObject? live, JsonObject updated, FieldWrite write)
    {
        if (write.Subresource.Length == 0)
        {
            if (ManagedFields.AsksForReset(updated)) return [];
            if (ManagedFields.Read(updated) is { Count: > 0 } given) return given;
        }
        return live is null ? [] : ManagedFields.Read(live);
    }
}
