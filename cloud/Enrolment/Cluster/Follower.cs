using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;

/// <summary>Hears of some objects of a collection while the cloud runs.</summary>
internal abstract class Follower(IInformers informers, GroupVersionResource resource) : IRawObjectHandler, IHostedService, IDisposable
{
    protected static readonly GroupVersionResource ConfigMaps = new("", "v1", "configmaps");
    protected static readonly GroupVersionResource Secrets = new("", "v1", "secrets");
    private IDisposable? _following;

    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        _following = informers.For(resource).Subscribe(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _following?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _following?.Dispose();

    void IRawObjectHandler.Upserted(RawObject current, RawObject? previous)
    {
        if (Concerns(current.Key)) Changed(current);
    }

    void IRawObjectHandler.Deleted(RawObject last, long revision)
    {
        if (Concerns(last.Key)) Gone(last.Key, revision);
    }

    void IRawObjectHandler.Progressed(long revision)
    {
        // What matters before the first list is through is asked for.
    }

    /// <summary>Whether an object is one of those.</summary>
    protected abstract bool Concerns(ObjectKey key);

    /// <summary>It is new or another than before.</summary>
    protected abstract void Changed(RawObject current);

    /// <summary>It was deleted.</summary>
    protected abstract void Gone(ObjectKey key, long revision);
}
