using System.Text;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.MetaServer;

/// <summary>
/// Puts more pods into the store of a daemon that is not running, each a copy of one that is there under another name: what 20,000 cost the daemon can be
/// seen without an API server that holds as many.
/// </summary>
internal static class StoreFiller
{
    private const int Batch = 500;
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");

    public static void Fill(string dataDirectory, int pods, TimeProvider time)
    {
        using var store = ObjectStore.Open(new StoreOptions { DataDirectory = dataDirectory }, time, NullLogger.Instance);
        var templates = new List<(ObjectKey Key, string Json)>();
        using (var cursor = store.OpenList(new ListQuery(Pods, store.Latest(Pods), "bench")))
        {
            while (templates.Count < Batch && cursor.MoveNext())
            {
                if (cursor.Key.Name.StartsWith("load-", StringComparison.Ordinal)) templates.Add((cursor.Key, Encoding.UTF8.GetString(cursor.Json)));
            }
        }
        for (var made = (int)store.Find(Pods)!.Count; made < pods; made += templates.Count)
        {
            store.Transact(transaction =>
            {
                foreach (var (key, json) in templates.Take(pods - made))
                {
                    var name = FormattableString.Invariant($"{key.Name}-{made}");
                    var revision = transaction.NextRevision();
                    transaction.Put(
                        Pods, key with { Name = name }, Encoding.UTF8.GetBytes(json.Replace($"\"name\":\"{key.Name}\"", $"\"name\":\"{name}\"", StringComparison.Ordinal)), revision);
                }
                return 0;
            });
        }
    }
}
