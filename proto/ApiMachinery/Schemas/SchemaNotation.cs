namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

/// <summary>The words in which the built-in schemas are written down.</summary>
internal static class SchemaNotation
{
    public static readonly FieldSchema KeyedByName = Keyed("name");

    /// <summary>Status conditions.</summary>
    public static readonly FieldSchema KeyedByType = Keyed("type");

    /// <summary>Finalizers and the like.</summary>
    public static readonly FieldSchema SetOfText = new() { List = ListMerge.Set, PatchMerges = true };

    public static FieldSchema Type(params (string Name, FieldSchema Schema)[] fields) =>
        FieldSchema.Granular with { Fields = fields.ToDictionary(f => f.Name, f => f.Schema) };

    /// <summary>A list of objects with one key, the same for patches and for apply.</summary>
    public static FieldSchema Keyed(string key, FieldSchema? item = null) =>
        new() { List = ListMerge.Keyed, Keys = [key], PatchMerges = true, PatchKey = key, Items = item };

    /// <summary>A list that apply replaces whole, but patches merge.</summary>
    public static FieldSchema PatchKeyed(string key, FieldSchema? item = null) => new() { PatchMerges = true, PatchKey = key, Items = item };

    /// <summary>Ports: patches know them by number alone, apply by number and protocol.</summary>
    public static FieldSchema Ports(string number) => new()
    {
        List = ListMerge.Keyed,
        Keys = [number, "protocol"],
        KeyDefaults = new Dictionary<string, string> { ["protocol"] = "TCP" },
        PatchMerges = true,
        PatchKey = number,
    };
}
