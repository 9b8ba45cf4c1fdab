using System.Text;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>
/// A replica of the cloud. What happens in a collection reaches it in order, but any time later, and without regard to what happens in the others. A restarted one
/// reads the cluster again, collection by collection.
/// </summary>
internal sealed class Replica : IInformers
{
    private readonly Truth _truth;
    private readonly Dictionary<GroupVersionResource, FakeInformer> _informers = [];
    private readonly Dictionary<GroupVersionResource, Queue<Truth.Happening>> _unheard = [];

    public Replica(Truth truth, Func<GroupVersionResource, bool> readsLater)
    {
        _truth = truth;
        foreach (var collection in Heard.All)
        {
            var later = readsLater(collection);
            _informers[collection] = new FakeInformer(collection, truth.Revision, later);
            _unheard[collection] = new Queue<Truth.Happening>();
            foreach (var fact in truth.Now.Facts(collection).ToList())
            {
                var happening = new Truth.Happening(collection, fact.Key, fact, fact.Revision);
                if (later) _unheard[collection].Enqueue(happening);
                else Hear(happening);
            }
        }
        var uid = "11111111-2222-3333-4444-555555555555";
        var json = Encoding.UTF8.GetBytes($$$"""{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"kube-system","uid":"{{{uid}}}","resourceVersion":"1"}}""");
        ((FakeInformer)((IInformers)this).For(Collections.Namespaces)).Upsert(new RawObject(json, new ObjectKey("", "kube-system"), uid, 1));
        View = new ClusterView(this, new CountingEncoder(), [], new FakePodAuthorities(), NullLogger.Instance);
        View.Follow();
        truth.Happened += OnHappened;
    }

    public ClusterView View { get; }

    /// <summary>What it has heard.</summary>
    public Heard Knows { get; } = new();

    /// <summary>Whether it has read everything that a collection of backends depends on.</summary>
    public bool HasRead(GroupVersionResource collection) =>
        _informers[Collections.Nodes].Synced && _informers[Collections.Services].Synced && _informers[collection].Synced;

    /// <summary>While set, everything is heard at once.</summary>
    public bool Prompt { get; set; }

    IRawInformer IInformers.For(GroupVersionResource resource)
    {
        if (!_informers.TryGetValue(resource, out var informer)) _informers.Add(resource, informer = new FakeInformer(resource, 1, unsynced: false));
        return informer;
    }

    /// <summary>Hears up to so many of the events of a collection; the first time, all of them, as one list.</summary>
    public void Hear(GroupVersionResource collection, int events)
    {
        var (queue, informer) = (_unheard[collection], _informers[collection]);
        if (!informer.Synced) events = queue.Count;
        while (events-- > 0 && queue.TryDequeue(out var happening)) Hear(happening);
        if (!informer.Synced) informer.Sync();
    }

    public void HearAll()
    {
        foreach (var collection in Heard.All) Hear(collection, int.MaxValue);
    }

    /// <summary>A bookmark: there is nothing more up to now.</summary>
    public void Progress(GroupVersionResource collection)
    {
        if (_informers[collection].Synced && _unheard[collection].Count == 0) _informers[collection].Progress(_truth.Revision);
    }

    public void Stop() => _truth.Happened -= OnHappened;

    private void OnHappened(Truth.Happening happening)
    {
        if (Prompt && _informers[happening.Collection].Synced && _unheard[happening.Collection].Count == 0) Hear(happening);
        else _unheard[happening.Collection].Enqueue(happening);
    }

    private void Hear(Truth.Happening happening)
    {
        var informer = _informers[happening.Collection];
        if (happening.Fact is { } fact)
        {
            Knows.Put(fact);
            informer.Upsert(new RawObject(FactJson.Write(fact), fact.Key, $"{fact.Key}", happening.Revision));
        }
        else
        {
            Knows.Remove(happening.Collection, happening.Key);
            informer.Delete(happening.Key, happening.Revision);
        }
    }
}
