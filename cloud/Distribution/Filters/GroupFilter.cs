using System.IO.Hashing;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>
/// Makes each group's version of an object: the backends on its own nodes. A backend whose node is unknown, unnamed or in no group is in nobody's
/// version. All groups without a backend share one version, so that the cost of a change is the groups that have one.
/// </summary>
internal sealed class GroupFilter(IBackendList list, NodesShare nodes)
{
    /// <summary>Prepares the versions of one state of an object, whose backends are on these nodes.</summary>
    public Derivation Of(ObjectChange current, IReadOnlySet<string> backendNodes) => new(list, nodes, current, backendNodes);

    /// <summary>The versions of one state of one object, each made when it is first asked for.</summary>
    internal sealed class Derivation(IBackendList list, NodesShare nodes, ObjectChange current, IReadOnlySet<string> backendNodes)
    {
        private const string Nobody = "";
        private readonly HashSet<string> _populated = [.. backendNodes.Select(nodes.GroupOf).Where(group => group.Length > 0)];
        private readonly Dictionary<string, (ReadOnlyMemory<byte> Json, ulong Tag)> _versions = [];
        private readonly Dictionary<(string, long), ObjectChange> _changes = [];

        public ObjectIdentity Identity => current.Identity;

        public long Revision => current.Revision;

        public ulong TagFor(string group) => Version(Class(group)).Tag;

        /// <summary>The group's version, served at a revision.</summary>
        public ObjectChange For(string group, long revision)
        {
            var key = (Class(group), revision);
            if (_changes.TryGetValue(key, out var change)) return change;
            var (json, tag) = Version(key.Item1);
            var served = revision == current.Revision ? json : RawJson.WithResourceVersion(json.Span, revision);
            return _changes[key] = ObjectChange.Of(Identity, revision, tag, served);
        }

        private string Class(string group) => _populated.Contains(group) ? group : Nobody;

        private (ReadOnlyMemory<byte> Json, ulong Tag) Version(string group)
        {
            if (_versions.TryGetValue(group, out var version)) return version;
            var json = list.Filter(current.Json, node => node is not null && group.Length > 0 && nodes.GroupOf(node) == group);
            return _versions[group] = (json, XxHash3.HashToUInt64(RawJson.WithResourceVersion(json.Span, 0)));
        }
    }
}
