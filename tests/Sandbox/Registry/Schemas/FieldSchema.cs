namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

/// <summary>One field of a struct.</summary>
internal sealed record FieldSchema(string Name, TypeSchema Type)
{
    /// <summary>Whether the API says that it must be there.</summary>
    public bool Required { get; init; }

    /// <summary>Absent and zero are not the same.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Its number in Protocol Buffers, inside the messages with the numbers before it; empty where it has none.</summary>
    public IReadOnlyList<int> Numbers { get; init; } = [];

    /// <summary>Strategic merge patches merge the list instead of replacing it.</summary>
    public bool MergesPatch { get; init; }

    /// <summary>The key by which they do; empty for lists of plain values.</summary>
    public string MergeKey { get; init; } = "";

    /// <summary>Strategic merge patches may say which keys to retain.</summary>
    public bool RetainsKeys { get; init; }

    /// <summary>The keys that name an item of the list for server-side apply; empty for another kind of list.</summary>
    public IReadOnlyList<string> ListKeys { get; init; } = [];

    /// <summary>The list is a set of plain values for server-side apply.</summary>
    public bool IsSet { get; init; }

    /// <summary>Server-side apply treats the map as one value.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>What it is where it is left out.</summary>
    public string? Default { get; init; }
}
