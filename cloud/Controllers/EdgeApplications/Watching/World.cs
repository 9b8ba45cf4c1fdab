using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

/// <summary>All that applications are decided by, and who is to be looked at when it changes.</summary>
internal sealed class World : IDisposable
{
    /// <summary>Changes of objects come in bursts, and one look takes in many of them.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    private readonly IInformers _informers;
    private readonly List<IDisposable> _subscriptions = [];
    private long _version;

    public World(IInformers informers, WorkQueue<ObjectKey> queue, ILogger logger)
    {
        _informers = informers;
        Applications = new Applications(queue.Add, logger);
        Groups = new Groups(() => Change(queue), logger);
        Kinds = new Kinds(() => Change(queue));
        Autoscalers = new Autoscalers(() => Change(queue));
        Children = new Children(informers, application => queue.AddAfter(application, Gather), () => WakeAll(queue));
    }

    public Applications Applications { get; }

    public Groups Groups { get; }

    public Kinds Kinds { get; }

    public Autoscalers Autoscalers { get; }

    public Children Children { get; }

    /// <summary>Rises whenever the same application may mean other objects.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Returns when everything is known that the first decision needs: half a picture would prune.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Add(_informers.For(Watching.Kinds.Documents).Subscribe(Kinds));
        _subscriptions.Add(_informers.For(NodeGroup.Collection).Subscribe(Groups));
        _subscriptions.Add(_informers.For(EdgeApplication.Collection).Subscribe(Applications));
        await Task.WhenAll(Kinds.Synced, Groups.Synced, Applications.Synced).WaitAsync(cancellationToken);
        if (Kinds.Serves(Watching.Autoscalers.Collection))
            _subscriptions.Add(_informers.For(Watching.Autoscalers.Collection).Subscribe(Autoscalers));
        else
            Autoscalers.KnowNone();
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
        Children.Dispose();
    }

    private void Change(WorkQueue<ObjectKey> queue)
    {
        Interlocked.Increment(ref _version);
        WakeAll(queue);
    }

    private void WakeAll(WorkQueue<ObjectKey> queue)
    {
        foreach (var application in Applications.Keys)
            queue.AddAfter(application, Gather);
    }
}
