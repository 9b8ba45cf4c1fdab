using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

/// <summary>The EdgeApplications. One that cannot be read keeps what it has: it goes on by what was known before.</summary>
internal sealed class Applications(Action<ObjectKey> wake, ILogger logger) : IRawObjectHandler
{
    private readonly ConcurrentDictionary<ObjectKey, HeldApplication> _held = [];
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all are known.</summary>
    public Task Synced => _synced.Task;

    public IEnumerable<ObjectKey> Keys => _held.Keys;

    public HeldApplication? Find(ObjectKey key) => _held.GetValueOrDefault(key);

    public void Upserted(RawObject current, RawObject? previous)
    {
        try
        {
            _held[current.Key] = new HeldApplication(EdgeApplication.Parse(current), RawJson.ReadAnnotations(current.Json.Span));
        }
        catch (FormatException e)
        {
            Log.EdgeApplicationUnreadable(logger, current.Key.ToString(), e.Message);
            return;
        }

        wake(current.Key);
    }

    public void Deleted(RawObject last, long revision)
    {
        _held.TryRemove(last.Key, out _);
        wake(last.Key);
    }

    public void Progressed(long revision) => _synced.TrySetResult();
}
