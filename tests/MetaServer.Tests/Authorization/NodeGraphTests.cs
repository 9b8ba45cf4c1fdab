using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Authorization;

public sealed class NodeGraphTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edgemesh-graph-");
    private readonly ObjectStore _store;

    public NodeGraphTests() => _store = ObjectStore.Open(new StoreOptions { DataDirectory = _directory.FullName }, TimeProvider.System, NullLogger.Instance);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public void Read_AfterChanges_ReadsWhatChangedOnly_AndRelatesAsOneReadAnew()
    {
        for (var i = 0; i < 20; i++) Bind($"pod-{i}", i % 2 == 0 ? "n1" : "n2", $"key-{i}");
        var reader = new CountingReader(_store);
        var first = NodeGraph.Read(reader, "n1", null);
        Assert.Equal(20, reader.Versions);
        Assert.Equal(["pod-4", "key-4"], Related(first, "pod-4", "key-4", "pod-5", "key-5"));

        Bind("pod-4", "n1", "key-new");
        Bind("pod-5", "n1", "key-5");
        _store.Delete(Objects.Pods, "shop/pod-6");
        _store.Put(Objects.Pods, "shop/pod-8", """ "spec":7 """);
        var second = NodeGraph.Read(reader, "n1", first);
        Assert.Equal(23, reader.Versions);
        string[] names = ["pod-4", "key-4", "key-new", "pod-5", "key-5", "pod-6", "key-6", "pod-8", "key-8", "pod-10", "key-10"];
        Assert.Equal(["pod-4", "key-new", "pod-5", "key-5", "pod-10", "key-10"], Related(second, names));
        Assert.Equal(Related(NodeGraph.Read(_store, "n1", null), names), Related(second, names));
    }

    private void Bind(string pod, string node, string secret) =>
        _store.Put(Objects.Pods, $"shop/{pod}", $$""" "spec":{"nodeName":"{{node}}","volumes":[{"secret":{"secretName":"{{secret}}"} }]} """);

    private static IEnumerable<string> Related(NodeGraph graph, params string[] names) => names.Where(name => graph.Relates(new RequestInfo
    {
        IsResourceRequest = true,
        Path = "",
        Verb = "get",
        Resource = new GroupVersionResource("", "v1", name.StartsWith("pod", StringComparison.Ordinal) ? "pods" : "secrets"),
        Namespace = "shop",
        Name = name,
    }));

    private sealed class CountingReader(IObjectReader inner) : IObjectReader
    {
        /// <summary>How many objects were asked for.</summary>
        public int Versions { get; private set; }

        public long Revision => inner.Revision;

        public Snapshot Latest(GroupVersionResource resource) => inner.Latest(resource);

        public bool TryGetSnapshot(GroupVersionResource resource, long revision, out Snapshot snapshot) => inner.TryGetSnapshot(resource, revision, out snapshot);

        public StoredObject? Get(GroupVersionResource resource, ObjectKey key) => inner.Get(resource, key);

        public IListCursor OpenList(ListQuery query)
        {
            Assert.True(query.VersionsOnly);
            return inner.OpenList(query);
        }

        public IListCursor OpenVersions(GroupVersionResource resource, Snapshot snapshot, ReadOnlyMemory<long> sequences)
        {
            Versions += sequences.Length;
            return inner.OpenVersions(resource, snapshot, sequences);
        }

        public long Count(ListQuery query) => inner.Count(query);
    }
}
