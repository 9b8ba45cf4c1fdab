namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

/// <summary>
/// How a field is merged: everything that strategic merge patches and server-side apply need to know of a type, and no more. It does not
/// validate. Immutable.
/// </summary>
public sealed record FieldSchema
{
    /// <summary>An object whose members are merged one by one; lists in it are replaced whole.</summary>
    public static FieldSchema Granular { get; } = new();

    /// <summary>A value that is replaced whole.</summary>
    public static FieldSchema Atomic { get; } = new() { IsAtomic = true };

    /// <summary>A map of free keys to plain values, as labels are.</summary>
    public static FieldSchema Map { get; } = new() { IsMap = true };

    /// <summary>Objects of which nothing is known at all: every member is an entry of a map, every list is atomic.</summary>
    public static FieldSchema Unknown { get; } = new() { IsMap = true, IsUnknown = true };

    /// <summary>Whether the value is replaced whole and owned as one.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Whether an object's keys are data (labels) and not the fields of a type (a container).</summary>
    public bool IsMap { get; init; }

    /// <summary>How a list is merged by server-side apply.</summary>
    public ListMerge List { get; init; } = ListMerge.Atomic;

    /// <summary>The fields that tell items of a keyed list apart, ordered.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The values that key fields have where an item leaves them out: <c>protocol</c> is <c>TCP</c>.</summary>
    public IReadOnlyDictionary<string, string> KeyDefaults { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a strategic merge patch merges the list's items; by <see cref="PatchKey"/>, or as a set of plain values where that is empty.</summary>
    public bool PatchMerges { get; init; }

    /// <summary>The one field by which a strategic merge patch tells items apart; not always the same as <see cref="Keys"/>.</summary>
    public string PatchKey { get; init; } = "";

    /// <summary>Whether a strategic merge patch replaces the object whole, although server-side apply may merge it.</summary>
    public bool PatchReplaces { get; init; }

    /// <summary>Those fields that are not what <see cref="Granular"/> says.</summary>
    public IReadOnlyDictionary<string, FieldSchema> Fields { get; init; } = new Dictionary<string, FieldSchema>();

    /// <summary>The items of a list, or the values of a map.</summary>
    public FieldSchema? Items { get; init; }

    private bool IsUnknown { get; init; }

    /// <summary>What a member is like.</summary>
    public FieldSchema Field(string name) =>
        Fields.TryGetValue(name, out var field) ? field : IsMap ? Items ?? (IsUnknown ? this : Granular) : Granular;

    /// <summary>Whether <paramref name="name"/> is a field of a type and not an entry of a map.</summary>
    public bool IsNamed(string name) => !IsMap || Fields.ContainsKey(name);

    /// <summary>What an item is like.</summary>
    public FieldSchema Item => Items ?? (IsUnknown ? this : Granular);
}
