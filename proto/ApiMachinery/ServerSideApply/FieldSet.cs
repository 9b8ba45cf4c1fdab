using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>
/// A set of paths, as a tree: a node is a place in an object, and a member where that place itself belongs to the set. The operations give
/// new trees; a tree is changed only while it is being built.
/// </summary>
public sealed class FieldSet
{
    private readonly SortedDictionary<PathElement, FieldSet> _children = [];

    internal FieldSet() { }

    /// <summary>Whether this very place belongs to the set.</summary>
    internal bool IsMember { get; set; }

    internal IReadOnlyDictionary<PathElement, FieldSet> Children => _children;

    /// <summary>Whether there is no member in the whole tree.</summary>
    public bool IsEmpty => !IsMember && _children.Values.All(c => c.IsEmpty);

    /// <summary>The set of these fields, each given by the names that lead to it, for example <c>["metadata", "name"]</c>.</summary>
    public static FieldSet Of(params IReadOnlyCollection<IReadOnlyCollection<string>> paths)
    {
        var set = new FieldSet();
        foreach (var path in paths) path.Aggregate(set, (node, name) => node.Enter(PathElement.Field(name))).IsMember = true;
        return set;
    }

    /// <summary>The paths in order, as messages name them: <c>.spec.containers[name="web"].image</c>.</summary>
    public IEnumerable<string> Paths() => Paths("");

    /// <summary>Whether both hold the same paths.</summary>
    public bool SetEquals(FieldSet other) => Difference(other).IsEmpty && other.Difference(this).IsEmpty;

    internal FieldSet Enter(PathElement element)
    {
        if (!_children.TryGetValue(element, out var child)) _children[element] = child = new FieldSet();
        return child;
    }

    internal FieldSet? Find(PathElement element) => _children.GetValueOrDefault(element);

    internal FieldSet Union(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember || other.IsMember };
        foreach (var (element, child) in _children) result._children[element] = other.Find(element) is { } also ? child.Union(also) : child;
        foreach (var (element, child) in other._children) result._children.TryAdd(element, child);
        return result;
    }

    internal FieldSet Intersection(FieldSet other) =>
        Where(other, (mine, theirs) => mine && theirs, (child, theirs) => theirs is null ? null : child.Intersection(theirs));

    internal FieldSet Difference(FieldSet other) =>
        Where(other, (mine, theirs) => mine && !theirs, (child, theirs) => theirs is null ? child : child.Difference(theirs));

    /// <summary>Without the members of <paramref name="other"/> and all that lies below them.</summary>
    internal FieldSet RecursiveDifference(FieldSet other) => Where(
        other,
        (mine, theirs) => mine && !theirs,
        (child, theirs) => theirs is null ? child : theirs.IsMember ? null : child.RecursiveDifference(theirs));

    /// <summary>
    /// With every field of a type a member that has members below it. A type's field is not owned by itself, and yet it has to go when all that
    /// was owned in it goes; entries of maps and items of lists are members in their own right.
    /// </summary>
    internal FieldSet WithNamedFields(FieldSchema schema)
    {
        var result = new FieldSet { IsMember = IsMember };
        foreach (var (element, child) in _children)
        {
            var name = element.FieldName;
            var below = child.WithNamedFields(name is null ? schema.Item : schema.Field(name));
            below.IsMember |= name is not null && schema.IsNamed(name) && !child.IsEmpty;
            result._children[element] = below;
        }
        return result;
    }

    private FieldSet Where(FieldSet other, Func<bool, bool, bool> member, Func<FieldSet, FieldSet?, FieldSet?> below)
    {
        var result = new FieldSet { IsMember = member(IsMember, other.IsMember) };
        foreach (var (element, child) in _children)
        {
            if (below(child, other.Find(element)) is { IsEmpty: false } kept) result._children[element] = kept;
        }
        return result;
    }

    private IEnumerable<string> Paths(string prefix)
    {
        foreach (var (element, child) in _children)
        {
            if (child.IsMember) yield return prefix + element;
        }
        foreach (var (element, child) in _children)
        {
            foreach (var path in child.Paths(prefix + element)) yield return path;
        }
    }
}
