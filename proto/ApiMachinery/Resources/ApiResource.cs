namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

/// <summary>What discovery says of one collection.</summary>
public sealed record ApiResource(GroupVersionResource Resource, string Kind, bool Namespaced)
{
    /// <summary>The kind of a list of these objects; by convention the kind and <c>List</c>.</summary>
    public string ListKind { get; init; } = Kind + "List";

    /// <summary>The lower-case singular, for example <c>pod</c>.</summary>
    public string Singular { get; init; } = Kind.ToLowerInvariant();

    /// <summary>For example <c>po</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>For example <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The verbs that the server answers for the collection.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>For example <c>status</c>, <c>scale</c>, <c>log</c>.</summary>
    public IReadOnlyList<string> Subresources { get; init; } = [];

    /// <summary>What its CustomResourceDefinition says of its columns and fields; null for a built-in kind, or where that is not known.</summary>
    public DefinitionVersion? Definition { get; init; }
}
