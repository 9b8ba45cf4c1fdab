using System.Text;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Store.Tests;

/// <summary>A store on disk in a directory of its own, that can be closed and opened again.</summary>
internal sealed class TestStore : IDisposable
{
    public static readonly GroupVersionResource Pods = new("", "v1", "pods");
    public static readonly GroupVersionResource Slices = new("discovery.k8s.io", "v1", "endpointslices");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly StoreOptions _options;

    public TestStore(Action<StoreOptions>? configure = null)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("edgemesh-store-").FullName;
        _options = new StoreOptions { DataDirectory = Directory };
        configure?.Invoke(_options);
        Open = ObjectStore.Open(_options, Time, Logs);
    }

    public string Directory { get; }

    public string File => Path.Combine(Directory, "store.db");

    public FakeLogs Logs { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ObjectStore Open { get; private set; }

    public void Restart()
    {
        Open.Dispose();
        Open = ObjectStore.Open(_options, Time, Logs);
    }

    public long Put(string key, long revision, string content = "x", ulong tag = 0, GroupVersionResource? resource = null, string uid = "") =>
        Transact(t => t.Put(resource ?? Pods, Key(key), Json(key, revision, content, uid), revision, tag));

    public bool Delete(string key, long revision) => Transact(t => t.Delete(Pods, Key(key), revision));

    public void Mark(long revision, GroupVersionResource? resource = null) => Transact(t =>
    {
        t.MarkComplete(resource ?? Pods, Edge.Store.Collections.CollectionScope.All, revision);
        return 0;
    });

    public T Transact<T>(Func<IStoreTransaction, T> work) => Open.Transact(work);

    /// <summary>A list as text: one <c>key@revision=content</c> for each object.</summary>
    public List<string> List(Snapshot? snapshot = null, string? ns = null, string? after = null, GroupVersionResource? resource = null)
    {
        var query = new ListQuery(resource ?? Pods, snapshot ?? Open.Latest(resource ?? Pods), ns, after is null ? null : Key(after));
        var listed = new List<string>();
        using var cursor = Open.OpenList(query);
        while (cursor.MoveNext()) listed.Add(Text(cursor.Key, cursor.Revision, cursor.Json));
        Assert.Equal(listed.Count, Open.Count(query));
        Assert.Equal(listed, ListByVersions(query));
        return listed;
    }

    /// <summary>The same in two steps: first the versions, then what they are.</summary>
    private List<string> ListByVersions(ListQuery query)
    {
        var (versions, size) = (new List<long>(), 0);
        using (var cursor = Open.OpenList(query with { VersionsOnly = true }))
        {
            while (cursor.MoveNext())
            {
                versions.Add(cursor.Sequence);
                size += cursor.Size;
                Assert.True(cursor.Json.IsEmpty);
            }
        }
        var listed = new List<string>();
        using var objects = Open.OpenVersions(query.Resource, query.Snapshot, versions.ToArray());
        while (objects.MoveNext())
        {
            Assert.Equal(versions[listed.Count], objects.Sequence);
            Assert.Equal(objects.Json.Length, objects.Size);
            size -= objects.Size;
            listed.Add(Text(objects.Key, objects.Revision, objects.Json));
        }
        Assert.Equal(0, size);
        return listed;
    }

    /// <summary>How many rows a table has, seen from outside.</summary>
    public long RowsOf(string table)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM " + table;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The next <paramref name="count"/> changes as text; fails where the watch ends first.</summary>
    public static async Task<List<StoredEvent>> ReadAsync(IObjectWatch watch, int count)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var read = new List<StoredEvent>();
        while (read.Count < count)
        {
            Assert.True(await watch.WaitToReadAsync(timeout.Token).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken), "the watch ended");
            Assert.True(watch.TryRead(out var change));
            read.Add(change);
        }
        return read;
    }

    public static string Text(StoredEvent change) => $"{change.Type} {Text(change.Key, change.Revision, change.Json.Span)}";

    public static string Text(ObjectKey key, long revision, ReadOnlySpan<byte> json)
    {
        Assert.True(RawJson.TryGetString(json, "metadata.resourceVersion", out var version));
        Assert.Equal(revision.ToString(System.Globalization.CultureInfo.InvariantCulture), version);
        Assert.True(RawJson.TryGetString(json, "spec", out var spec));
        return $"{key}@{revision}={spec}";
    }

    public static ObjectKey Key(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? new(text[..slash], text[(slash + 1)..]) : new("", text);

    public static byte[] Json(string key, long revision, string content = "x", string uid = "") => Encoding.UTF8.GetBytes(
        $$"""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"{{Key(key).Name}}","namespace":"{{Key(key).Namespace}}",{{(uid.Length == 0 ? "" : $"\"uid\":\"{uid}\",")}}"resourceVersion":"{{revision}}"},"spec":"{{content}}"}""");

    public void Dispose()
    {
        Open.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
