using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>Reads and writes <c>metadata.managedFields</c>.</summary>
public static class ManagedFields
{
    /// <summary>The entries; none where the field is absent or cannot be understood, as clients may have broken it.</summary>
    public static IReadOnlyList<OwnedFields> Read(JsonObject value)
    {
        if (value["metadata"] is not JsonObject metadata || metadata["managedFields"] is not JsonArray entries) return [];
        try
        {
            return entries.Select(e => ReadEntry(e as JsonObject ?? throw new FormatException("an entry of managedFields is not an object"))).ToArray();
        }
        catch (FormatException)
        {
            return [];
        }
    }

    /// <summary>Whether a writer asks to forget all ownership, by a list with one empty entry.</summary>
    public static bool AsksForReset(JsonObject value) =>
        value["metadata"] is JsonObject metadata && metadata["managedFields"] is JsonArray { Count: 1 } entries && entries[0] is JsonObject { Count: 0 };

    /// <summary>Replaces the entries, in the API server's order: appliers first, then by time and name. No entry takes the field out.</summary>
    public static void Write(JsonObject value, IEnumerable<OwnedFields> owned)
    {
        var entries = owned
            .OrderBy(o => o.Owner.Operation)
            .ThenBy(o => o.Time, StringComparer.Ordinal)
            .ThenBy(o => o.Owner.Name, StringComparer.Ordinal)
            .ThenBy(o => o.Owner.ApiVersion, StringComparer.Ordinal)
            .ThenBy(o => o.Owner.Subresource, StringComparer.Ordinal)
            .Select(WriteEntry)
            .ToArray();
        if (value["metadata"] is not JsonObject metadata) value["metadata"] = metadata = [];
        if (entries.Length == 0) metadata.Remove("managedFields");
        else metadata["managedFields"] = new JsonArray(entries);
    }

    /// <summary>A copy of the object without the field.</summary>
    internal static JsonObject Without(JsonObject value)
    {
        var copy = value.DeepClone().AsObject();
        (copy["metadata"] as JsonObject)?.Remove("managedFields");
        return copy;
    }

    private static OwnedFields ReadEntry(JsonObject entry)
    {
        var operation = Text(entry, "operation") switch
        {
            "Apply" => FieldOperation.Apply,
            "Update" => FieldOperation.Update,
            var other => throw new FormatException($"'{other}' is no operation of managedFields"),
        };
        if (Text(entry, "apiVersion").Length == 0) throw new FormatException("an entry of managedFields has no apiVersion");
        if (Text(entry, "fieldsType") != "FieldsV1") throw new FormatException("fieldsType of managedFields is not FieldsV1");
        var owner = new FieldOwner(Text(entry, "manager"), operation, Text(entry, "apiVersion"), Text(entry, "subresource"));
        return new OwnedFields(owner, FieldsV1.Read(entry["fieldsV1"]), Text(entry, "time"));
    }

    private static JsonNode WriteEntry(OwnedFields owned)
    {
        var entry = new JsonObject
        {
            ["manager"] = owned.Owner.Name,
            ["operation"] = owned.Owner.Operation.ToString(),
            ["apiVersion"] = owned.Owner.ApiVersion,
        };
        if (owned.Time.Length > 0) entry["time"] = owned.Time;
        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = FieldsV1.Write(owned.Fields);
        if (owned.Owner.Subresource.Length > 0) entry["subresource"] = owned.Owner.Subresource;
        return entry;
    }

    private static string Text(JsonObject entry, string name) => entry[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
