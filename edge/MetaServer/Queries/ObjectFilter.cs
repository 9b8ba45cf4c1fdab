using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Queries;

/// <summary>Which objects of a collection a list or watch asks for. What the key decides is decided without a look at the object.</summary>
internal sealed class ObjectFilter
{
    private readonly GroupVersionResource _resource;
    private readonly string _namespace;
    private readonly string _name;
    private readonly bool _namespaced;
    private readonly LabelSelector? _labels;
    private readonly FieldSelector? _fields;

    public ObjectFilter(ApiResource resource, RequestInfo info, ReadOptions options)
    {
        _resource = resource.Resource;
        _namespaced = resource.Namespaced;
        _namespace = resource.Namespaced ? info.Namespace : "";
        _name = info.Name;
        _labels = options.Labels.IsEmpty ? null : options.Labels;
        Selects = !options.Labels.IsEmpty || !options.Fields.IsEmpty;
        // A requirement that becomes part of the key needs no look at the object; any other keeps the whole selector in play.
        foreach (var requirement in options.Fields.Requirements)
        {
            var value = requirement is { Equal: true, Value.Length: > 0 } ? requirement.Value : null;
            var decided = requirement.Field switch
            {
                "metadata.name" => TakePart(ref _name, value),
                "metadata.namespace" when resource.Namespaced => TakePart(ref _namespace, value),
                _ => false,
            };
            if (!decided) _fields = options.Fields;
        }
    }

    /// <summary>The one namespace; empty for all.</summary>
    public string Namespace => _namespace;

    /// <summary>The one name; empty for all.</summary>
    public string Name => _name;

    /// <summary>Whether an object must be read to be decided on.</summary>
    public bool ReadsObjects => _labels is not null || _fields is not null;

    /// <summary>Whether objects are chosen by anything but the path: such lists have no remainingItemCount.</summary>
    public bool Selects { get; }

    /// <summary>Whether path and selector name one object, so that nothing can follow it.</summary>
    public bool IsOneKey => _name.Length > 0 && (!_namespaced || _namespace.Length > 0);

    /// <summary>The same for the store.</summary>
    public WatchedPart Part => new(_namespace, _name, ReadsObjects ? (_, json) => MatchesObject(json) : null);

    public bool MatchesKey(ObjectKey key) =>
        (_namespace.Length == 0 || key.Namespace == _namespace) && (_name.Length == 0 || key.Name == _name);

    /// <summary>Whether an object fulfils the selectors; its key has matched.</summary>
    public bool MatchesObject(ReadOnlySpan<byte> json) =>
        (_fields is null || _fields.Matches(json, _resource)) && (_labels is null || _labels.Matches(json));

    private static bool TakePart(ref string part, string? value)
    {
        if (value is null) return false;
        if (part.Length == 0) part = value;
        return part == value;
    }
}
