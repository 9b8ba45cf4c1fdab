using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

/// <summary>
/// The objects of EdgeApplications in all collections that any of them ever used. A change wakes the application that owns the object, and the one
/// that wants an object of that name.
/// </summary>
internal sealed class Children(IInformers informers, Action<ObjectKey> wake, Action wakeAll) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GroupVersionResource, (ChildCollection Collection, IDisposable Subscription)> _collections = [];
    private readonly Dictionary<ObjectKey, HashSet<ChildKey>> _wanted = [];
    private readonly Dictionary<ChildKey, HashSet<ObjectKey>> _wantedBy = [];

    /// <summary>The collection, followed from now on.</summary>
    public ChildCollection Follow(GroupVersionResource resource)
    {
        ChildCollection collection;
        lock (_gate)
        {
            if (_collections.TryGetValue(resource, out var known))
                return known.Collection;
            collection = new ChildCollection(resource, OnChanged, _ => wakeAll());
            _collections[resource] = (collection, NoSubscription.Instance);
        }

        // Not under the lock: the replay calls back.
        var subscription = informers.For(resource).Subscribe(collection);
        lock (_gate)
            _collections[resource] = (collection, subscription);
        return collection;
    }

    /// <summary>Says which objects an application wants, so that it hears of whoever has their names.</summary>
    public void Want(ObjectKey application, IEnumerable<ChildKey> children)
    {
        lock (_gate)
        {
            if (_wanted.Remove(application, out var before))
            {
                foreach (var child in before)
                {
                    _wantedBy[child].Remove(application);
                    if (_wantedBy[child].Count == 0)
                        _wantedBy.Remove(child);
                }
            }

            var now = children.ToHashSet();
            if (now.Count == 0)
                return;
            _wanted[application] = now;
            foreach (var child in now)
            {
                if (!_wantedBy.TryGetValue(child, out var applications))
                    _wantedBy[child] = applications = [];
                applications.Add(application);
            }
        }
    }

    public void Dispose()
    {
        List<IDisposable> subscriptions;
        lock (_gate)
            subscriptions = [.. _collections.Values.Select(held => held.Subscription)];
        foreach (var subscription in subscriptions)
            subscription.Dispose();
    }

    private void OnChanged(ChildKey child, ObjectKey? owner)
    {
        List<ObjectKey> woken = [];
        lock (_gate)
        {
            if (_wantedBy.TryGetValue(child, out var applications))
                woken.AddRange(applications);
        }

        if (owner is { } known && !woken.Contains(known))
            woken.Add(known);
        foreach (var application in woken)
            wake(application);
    }

    private sealed class NoSubscription : IDisposable
    {
        public static NoSubscription Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
