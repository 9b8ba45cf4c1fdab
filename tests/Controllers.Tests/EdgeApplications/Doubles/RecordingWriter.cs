using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Doubles;

/// <summary>Writes as it is told to, and keeps count.</summary>
internal sealed class RecordingWriter(IClusterWriter writer) : IClusterWriter
{
    private readonly ConcurrentQueue<string> _writes = [];
    private long _last = TimeProvider.System.GetTimestamp();

    /// <summary>Throws for the writes that it wants refused.</summary>
    public Action<string> Refuse { get; set; } = static _ => { };

    /// <summary>Since <see cref="Reset"/>: <c>apply deployments shop/web</c>, <c>delete …</c>, <c>merge …</c>, <c>merge …/status</c>.</summary>
    public IReadOnlyList<string> Writes => [.. _writes];

    /// <summary>The writes of children, in order of their names.</summary>
    public IReadOnlyList<string> OfChildren => [.. _writes.Where(write => !write.StartsWith("merge", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public TimeSpan QuietFor => TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _last));

    public void Reset() => _writes.Clear();

    public Task MergeAsync(
        GroupVersionResource resource, ObjectKey key, long revision, JsonObject patch, string subresource, CancellationToken cancellationToken)
    {
        Note($"merge {resource.Resource}{(subresource.Length > 0 ? $"/{subresource}" : "")} {key}");
        return writer.MergeAsync(resource, key, revision, patch, subresource, cancellationToken);
    }

    public Task<RawObject> ApplyAsync(
        GroupVersionResource resource, ObjectKey key, JsonObject configuration, string manager, bool force, CancellationToken cancellationToken)
    {
        Note($"apply {resource.Resource} {key}");
        return writer.ApplyAsync(resource, key, configuration, manager, force, cancellationToken);
    }

    public Task<bool> DeleteAsync(GroupVersionResource resource, ObjectKey key, string uid, CancellationToken cancellationToken)
    {
        Note($"delete {resource.Resource} {key}");
        return writer.DeleteAsync(resource, key, uid, cancellationToken);
    }

    public Task<JsonObject?> ReadAsync(GroupVersionResource resource, ObjectKey key, CancellationToken cancellationToken) =>
        writer.ReadAsync(resource, key, cancellationToken);

    private void Note(string write)
    {
        _writes.Enqueue(write);
        Interlocked.Exchange(ref _last, TimeProvider.System.GetTimestamp());
        Refuse(write);
    }
}
