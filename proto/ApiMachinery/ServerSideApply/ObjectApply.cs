using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>
/// Server-side apply, the Content-Type <c>application/apply-patch+yaml</c>: the manager says which fields it wants and how, and gives up those
/// that it wanted before and does not name any more.
/// </summary>
public static class ObjectApply
{
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>
    /// Works out the object to store, with its managedFields. Where nothing changes it equals <paramref name="live"/>. The server's own part of
    /// the metadata (uid, resourceVersion, …) is left to the caller.
    /// </summary>
    /// <param name="live">The stored object; null to create it.</param>
    /// <param name="applied">What the manager wants; a JSON null in it counts as absent.</param>
    /// <param name="write">Who applies.</param>
    /// <param name="force">Whether to take over fields of others in place of failing.</param>
    /// <exception cref="StatusException">
    /// 409 with one cause for each field that another manager owns and that would change; 400 where the applied object names managedFields
    /// or an item of a keyed list twice.
    /// </exception>
    public static JsonObject Apply(JsonObject? live, JsonObject applied, FieldWrite write, bool force)
    {
        if (applied["metadata"] is JsonObject metadata && metadata["managedFields"] is JsonArray { Count: > 0 })
            throw KubernetesStatus.BadRequest("metadata.managedFields must be nil").ToException();
        var owner = write.Owner(FieldOperation.Apply);
        var before = live is null ? [] : ManagedFields.Without(live);
        var wanted = WithoutNulls(applied);
        var ownership = Owners(live, before, write);
        var last = ownership.Find(owner);
        var fields = Ownable(wanted, write);
        ownership.Set(new OwnedFields(owner, fields, last?.Time ?? ""));

        var after = ObjectMerge.Merge(before, wanted, write.Schema);
        if (last is not null) after = ObjectPruning.Prune(after, last.Fields, ownership.All(), write.Schema);
        var comparison = ObjectComparison.Of(before, after, write.Schema);
        var changed = comparison.Modified.Union(comparison.Added);
        var conflicts = ownership.Conflicts(owner, changed);
        if (conflicts.Count > 0 && !force) throw ApplyConflicts.Status(conflicts).ToException();

        ownership.TakeFromOthers(owner, changed.Union(comparison.Removed));
        var isNew = last is null || !last.Fields.SetEquals(fields) || !JsonNode.DeepEquals(before, after);
        if (isNew) ownership.Set(new OwnedFields(owner, fields, write.TimeText));
        ManagedFields.Write(after, ownership.Entries());
        return after;
    }

    private static FieldSet Ownable(JsonObject wanted, FieldWrite write) => Ownership.Ownable(FieldExtraction.Applied(wanted, write.Schema), write);

    /// <summary>An object from before there were owners belongs to a manager of its own, so that nothing is taken over unseen.</summary>
    private static Ownership Owners(JsonObject? live, JsonObject before, FieldWrite write)
    {
        var ownership = new Ownership(live is null ? [] : ManagedFields.Read(live));
        if (live is null || !ownership.IsEmpty) return ownership;
        var fields = Ownership.Ownable(FieldExtraction.Written(before, write.Schema), write);
        return new Ownership([new OwnedFields(new FieldOwner(BeforeFirstApply, FieldOperation.Update, write.ApiVersion), fields, write.TimeText)]);
    }

    private static JsonObject WithoutNulls(JsonObject value)
    {
        var copy = new JsonObject();
        foreach (var (name, child) in value)
        {
            if (child is not null) copy[name] = child is JsonObject members ? WithoutNulls(members) : child.DeepClone();
        }
        return copy;
    }
}
