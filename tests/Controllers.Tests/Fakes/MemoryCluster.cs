using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Fakes;

/// <summary>Objects in memory, seen through informers and changed through a writer, as the controllers know the cluster.</summary>
internal sealed class MemoryCluster : IInformers, IClusterWriter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GroupVersionResource, MemoryInformer> _informers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _revision = 100;

    /// <summary>Writes that were asked for, refused ones too: collection, name, subresource, patch.</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    /// <summary>Throws for the writes that it wants refused.</summary>
    public Action<GroupVersionResource, ObjectKey> Refuse { get; set; } = static (_, _) => { };

    public IRawInformer For(GroupVersionResource resource) => Collection(resource);

    /// <summary>Says that the first list of a collection is complete.</summary>
    public void Sync(GroupVersionResource resource)
    {
        lock (_gate)
            Collection(resource).Progress(_revision);
    }

    public void Put(GroupVersionResource resource, string json)
    {
        lock (_gate)
            Put(resource, JsonNode.Parse(json)!.AsObject());
    }

    public void Edit(GroupVersionResource resource, string name, Action<JsonObject> change)
    {
        lock (_gate)
        {
            var value = Read(resource, name)!;
            change(value);
            Put(resource, value);
        }
    }

    /// <summary>Deletes as an API server does: finalizers hold the object.</summary>
    public void Delete(GroupVersionResource resource, string name)
    {
        lock (_gate)
        {
            var value = Read(resource, name)!;
            value["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
            Put(resource, value);
        }
    }

    public JsonObject? Get(GroupVersionResource resource, string name)
    {
        lock (_gate)
            return Read(resource, name);
    }

    public Task MergeAsync(
        GroupVersionResource resource, ObjectKey key, long revision, JsonObject patch, string subresource, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Writes.Enqueue($"{resource.Resource}/{key} {subresource} {patch.ToJsonString()}");
            Pulse();
            Refuse(resource, key);
            var value = Read(resource, key.Name) ?? throw KubernetesStatus.NotFound(resource, key.Name).ToException();
            if (value["metadata"]!["resourceVersion"]!.GetValue<string>() != revision.ToString(CultureInfo.InvariantCulture))
                throw KubernetesStatus.Conflict(resource, key.Name).ToException();
            Put(resource, MergePatch.Apply(value, patch)!.AsObject());
        }

        return Task.CompletedTask;
    }

    public Task<RawObject> ApplyAsync(
        GroupVersionResource resource, ObjectKey key, JsonObject configuration, string manager, bool force, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Writes.Enqueue($"{resource.Resource}/{key} apply {configuration.ToJsonString()}");
            Pulse();
            Refuse(resource, key);
            Put(resource, configuration.DeepClone().AsObject());
            return Task.FromResult(Collection(resource).Objects[key]);
        }
    }

    public Task<bool> DeleteAsync(GroupVersionResource resource, ObjectKey key, string uid, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Writes.Enqueue($"{resource.Resource}/{key} delete");
            Pulse();
            Refuse(resource, key);
            if (!Collection(resource).Objects.TryGetValue(key, out var held) || held.Uid != uid)
                return Task.FromResult(false);
            Delete(resource, key.Name);
            return Task.FromResult(true);
        }
    }

    public Task<JsonObject?> ReadAsync(GroupVersionResource resource, ObjectKey key, CancellationToken cancellationToken) =>
        Task.FromResult(Get(resource, key.Name));

    /// <summary>Waits until a state of the cluster holds.</summary>
    public async Task UntilAsync(Func<bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (true)
        {
            Task changed;
            lock (_gate)
                changed = _changed.Task;
            if (holds())
                return;
            try
            {
                // Not everything that a test waits for is a write to the cluster.
                await Task.WhenAny(changed, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token));
                limit.Token.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{what} did not come about; writes: {string.Join(" | ", Writes)}");
            }
        }
    }

    private MemoryInformer Collection(GroupVersionResource resource)
    {
        if (!_informers.TryGetValue(resource, out var informer))
            _informers[resource] = informer = new MemoryInformer(resource);
        return informer;
    }

    private JsonObject? Read(GroupVersionResource resource, string name) =>
        Collection(resource).Objects.TryGetValue(new ObjectKey("", name), out var raw) ? JsonNode.Parse(raw.Json.Span)!.AsObject() : null;

    private void Put(GroupVersionResource resource, JsonObject value)
    {
        var metadata = value["metadata"]!;
        metadata["resourceVersion"] = (++_revision).ToString(CultureInfo.InvariantCulture);
        metadata["uid"] ??= $"uid-{_revision}";
        value["kind"] ??= "Any";
        value["apiVersion"] ??= resource.ApiVersion;
        var raw = RawObjectReader.Parse(Encoding.UTF8.GetBytes(value.ToJsonString()));
        if (metadata["deletionTimestamp"] is not null && metadata["finalizers"] is null or JsonArray { Count: 0 })
            Collection(resource).Remove(raw);
        else
            Collection(resource).Put(raw);
        Pulse();
    }

    private void Pulse()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
