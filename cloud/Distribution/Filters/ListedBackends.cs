using System.IO.Hashing;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>
/// One state of one object that lists backends of a Service that is not open, and the versions of it that its audiences see: each is made when it is first asked
/// for, and once for all whose selection is the same.
/// </summary>
internal sealed class ListedBackends
{
    private readonly Func<string, string> _groupOf;
    private readonly XxHash3 _hash;
    private readonly Dictionary<Selection, ulong> _tags = [];
    private readonly Dictionary<Selection, ObjectChange> _versions = [];
    private HashSet<string>? _groups;

    public ListedBackends(ObjectChange current, BackendLayout layout, Func<string, string> groupOf, XxHash3 hash)
    {
        (Current, Layout, _groupOf, _hash) = (current, layout, groupOf, hash);
        Nodes = layout.Backends.Where(backend => backend.Node is not null).Select(backend => backend.Node!).ToHashSet(StringComparer.Ordinal);
    }

    public ObjectChange Current { get; }

    public ObjectIdentity Identity => Current.Identity;

    public BackendLayout Layout { get; }

    /// <summary>The nodes that its backends are on.</summary>
    public IReadOnlySet<string> Nodes { get; }

    /// <summary>The pool that it belongs to.</summary>
    public required BackendPool Pool { get; init; }

    /// <summary>The nodes that have been shown a version of their own.</summary>
    public required HashSet<string> Shown { get; init; }

    /// <summary>The revision of the last event that touched it.</summary>
    public required long Newest { get; set; }

    /// <summary>Whether a backend of it is on a node of the group.</summary>
    public bool IsIn(string group) => group.Length > 0 && (_groups ??= [.. Nodes.Select(_groupOf)]).Contains(group);

    /// <summary>A node with a backend has changed group.</summary>
    public void OnNodeMoved(string from, string to)
    {
        _groups = null;
        foreach (var group in (string[])[from, to])
        {
            _tags.Remove(new Selection(TrafficLevel.Group, group));
            _versions.Remove(new Selection(TrafficLevel.Group, group));
        }
    }

    /// <summary>Names the content of a version.</summary>
    public ulong TagOf(Selection selection)
    {
        if (_tags.TryGetValue(selection, out var tag)) return tag;
        return _tags[selection] = Layout.Tag(backend => selection.Holds(backend, _groupOf), _hash);
    }

    /// <summary>A version, served at a revision.</summary>
    public ObjectChange Version(Selection selection, long revision)
    {
        if (_versions.TryGetValue(selection, out var version) && version.Revision == revision) return version;
        var json = selection.Level == TrafficLevel.Any && revision == Current.Revision
            ? Current.Json
            : Layout.Write(backend => selection.Holds(backend, _groupOf), revision);
        return _versions[selection] = ObjectChange.Of(Identity, revision, TagOf(selection), json);
    }
}
