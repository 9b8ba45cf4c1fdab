using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

/// <summary>The cluster's API from inside the process.</summary>
internal sealed class ClusterClient(ResourceRegistry registry, ClusterReads reads, ClusterWrites writes, IObjectWatcher watcher) : IClusterClient
{
    private static readonly GroupVersionResource s_pods = new("", "v1", "pods");

    public JsonObject? Get(GroupVersionResource resource, ObjectKey key) => reads.Get(resource, key);

    public IReadOnlyList<JsonObject> List(GroupVersionResource resource, string? ns = null) => reads.List(resource, ns);

    public JsonObject Create(GroupVersionResource resource, JsonObject value)
    {
        var definition = Definition(resource);
        var own = value.Copy();
        ObjectAdmission.Decode(definition, own);
        return writes.Create(definition, own, WriteOptions.Controller).Copy();
    }

    public JsonObject Update(GroupVersionResource resource, JsonObject value, string subresource = "")
    {
        var definition = Definition(resource);
        var own = value.Copy();
        ObjectAdmission.Decode(definition, own);
        return writes.Update(definition, KeyOf(definition, own), own, subresource, WriteOptions.Controller).Copy();
    }

    public bool Delete(GroupVersionResource resource, ObjectKey key, DeleteOptions? options = null)
    {
        try
        {
            writes.Delete(Definition(resource), key, options ?? new DeleteOptions(), WriteOptions.Controller);
            return true;
        }
        catch (StatusException refusal) when (refusal.Status.Reason == "NotFound")
        {
            return false;
        }
    }

    public void Bind(ObjectKey pod, string node) => PodBinding.Bind(writes, Definition(s_pods), pod, node, WriteOptions.Controller);

    public async IAsyncEnumerable<ClusterEvent> WatchAsync(GroupVersionResource resource, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new Dictionary<ObjectKey, JsonObject>();
        var synced = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (items, sequence) = reads.ListForWatch(resource);
            using var watch = watcher.Watch(resource, sequence);
            foreach (var change in Difference(known, items)) yield return change;
            if (!synced) yield return ClusterEvent.Synced;
            synced = true;

            do
            {
                while (watch.TryRead(out var stored))
                {
                    var value = ObjectBytes.Parse(stored.Json.Span);
                    if (stored.Type == WatchEventType.Deleted) known.Remove(stored.Key);
                    else known[stored.Key] = value;
                    yield return new ClusterEvent(stored.Type, value.Copy());
                }
            }
            while (await watch.WaitToReadAsync(cancellationToken));
        }
    }

    /// <summary>What happened between what a watcher knows and what there is.</summary>
    private static IEnumerable<ClusterEvent> Difference(Dictionary<ObjectKey, JsonObject> known, List<JsonObject> items)
    {
        var before = new Dictionary<ObjectKey, JsonObject>(known);
        known.Clear();
        foreach (var item in items)
        {
            var metadata = item.Meta();
            var key = new ObjectKey(metadata.Str("namespace"), metadata.Str("name"));
            known[key] = item;
            if (!before.Remove(key, out var old)) yield return new ClusterEvent(WatchEventType.Added, item.Copy());
            else if (old.Meta().Str("resourceVersion") != metadata.Str("resourceVersion")) yield return new ClusterEvent(WatchEventType.Modified, item.Copy());
        }
        foreach (var gone in before.Values) yield return new ClusterEvent(WatchEventType.Deleted, gone);
    }

    private ResourceDefinition Definition(GroupVersionResource resource) =>
        registry.Find(resource) ?? throw KubernetesStatus.PathNotFound().ToException();

    private static ObjectKey KeyOf(ResourceDefinition definition, JsonObject value) =>
        new(definition.Api.Namespaced ? value.Meta().Str("namespace") : "", value.Meta().Str("name"));
}
