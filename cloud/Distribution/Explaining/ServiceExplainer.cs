using System.IO.Hashing;
using KubeEdge.EdgeMesh.Cloud.Distribution.Filters;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Explaining;

/// <summary>Says of each backend of a Service whether a node sees it and why. It asks the same code that fills the nodes' views, so it cannot say something else than they show.</summary>
public static class ServiceExplainer
{
    private static readonly ObjectKey Api = new("default", "kubernetes");

    /// <summary>Explains what <paramref name="node"/> sees of the Service.</summary>
    /// <param name="facts">The Service and what belongs to it.</param>
    /// <param name="node">A Node of the cluster.</param>
    public static ServiceExplanation Explain(ServiceFacts facts, string node)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var topology = Topology.Of(facts.Service);
        var group = facts.Groups.GetValueOrDefault(node, "");
        var pools = Pools(facts, topology, facts.Slices, Collections.EndpointSlices, EndpointSliceBackends.Instance)
            .Concat(Pools(facts, topology, facts.Endpoints is { } endpoints ? [endpoints] : [], Collections.Endpoints, EndpointsBackends.Instance));
        return new ServiceExplanation(
            facts.Service.Key.ToString(), node, group, topology.Value, [.. topology.Levels.Select(Name)], [.. Notes(facts.Service.Key, topology, node, group)],
            [.. pools.Select(pool => Explain(pool, node, group, facts.Groups))]);
    }

    private static SortedDictionary<string, BackendPool>.ValueCollection Pools(
        ServiceFacts facts, Topology topology, IReadOnlyList<RawObject> objects, GroupVersionResource collection, IBackendList kind)
    {
        string GroupOf(string node) => facts.Groups.GetValueOrDefault(node, "");
        var hash = new XxHash3();
        var pools = new SortedDictionary<string, BackendPool>(StringComparer.Ordinal);
        foreach (var listing in objects.OrderBy(listing => listing.Key))
        {
            var layout = kind.Read(listing.Json);
            if (!pools.TryGetValue(layout.Family, out var pool)) pools.Add(layout.Family, pool = new BackendPool(facts.Service.Key, layout.Family, topology, GroupOf));
            var change = ObjectChange.Of(new ObjectIdentity(collection, listing.Key), listing.Revision, 1, listing.Json);
            pool.Add(new ListedBackends(change, layout, GroupOf, hash) { Pool = pool, Shown = [], Newest = listing.Revision }, new ReadinessShift());
        }
        return pools.Values;
    }

    private static ExplainedPool Explain(BackendPool pool, string node, string own, IReadOnlyDictionary<string, string> groups)
    {
        string GroupOf(string name) => groups.GetValueOrDefault(name, "");
        Selection Up(TrafficLevel to) => new(to, to switch { TrafficLevel.Any => "", TrafficLevel.Group => own, _ => node });
        var level = pool.LevelOf(node, own);
        var wider = pool.Topology.Levels.Where(other => other > level).Select(Up).ToList();
        var backends =
            from list in pool.Lists.OrderBy(list => list.Identity.Key)
            let selected = pool.ShowsOwn(list, node) ? BackendPool.ForNode(list, node) : pool.ForGroup(list, own)
            from backend in list.Layout.Backends
            let seen = selected.Holds(backend, GroupOf)
            let its = backend.Node is null ? null : groups.GetValueOrDefault(backend.Node)
            let reason = seen ? Seen(pool.Topology, level)
                : wider.Exists(selection => selection.Holds(backend, GroupOf)) ? $"not reached: {Name(level)} has a ready backend"
                : Hidden(level, backend.Node, its, node, own)
            select new ExplainedBackend(list.Identity.Key.Name, list.Layout.AddressOf(backend), backend.Node, its, backend.Ready, seen, reason);
        var ready = pool.Lists.SelectMany(list => list.Layout.Backends).Any(backend => backend.Ready && Up(level).Holds(backend, GroupOf));
        var kind = pool.Lists.First().Identity.Collection == Collections.Endpoints ? "Endpoints" : "EndpointSlice";
        return new ExplainedPool(kind, pool.Family, Name(level), Why(pool.Topology, level, ready), [.. backends]);
    }

    private static string Why(Topology topology, TrafficLevel level, bool ready)
    {
        var narrower = topology.Levels.Where(other => other < level).Select(Name).ToList();
        return (topology.Levels.Count, ready) switch
        {
            (1, _) => "the only level",
            (_, false) => "the widest, since no level has a ready backend for this node",
            _ when narrower.Count == 0 => "the first, and it has a ready backend for this node",
            _ => $"{string.Join(" and ", narrower)} {(narrower.Count == 1 ? "has" : "have")} no ready backend for this node",
        };
    }

    private static string Seen(Topology topology, TrafficLevel level) => level switch
    {
        TrafficLevel.Any => topology.IsOpen ? "the Service is open" : "everything is shown at this level",
        TrafficLevel.Group => "own group",
        _ => "on the node itself",
    };

    private static string Hidden(TrafficLevel level, string? on, string? its, string node, string own) => level switch
    {
        _ when on is null => "it names no node",
        _ when its is null => "its node is unknown",
        TrafficLevel.Node => "on another node",
        _ when its.Length == 0 => "its node is in no group",
        _ when own.Length == 0 => $"node {node} is in no group",
        _ => "other group",
    };

    private static IEnumerable<string> Notes(ObjectKey service, Topology topology, string node, string group)
    {
        if (service == Api) yield return "This is the API server's own Service: every edge is shown its own MetaServer in place of the backends below.";
        if (!topology.IsUnderstood)
            yield return $"The annotation says '{topology.Value}', which is unknown: the Service is closed to the node group. Write range-nodegroup, prefer-nodegroup, range-node, or an ordered list of node, nodegroup, any.";
        if (group.Length == 0 && topology.Widest == TrafficLevel.Group)
            yield return $"Node {node} is in no group: no backend{(topology.BeginsAtNode ? " of another node" : ", not even one of its own,")} is shown to it.";
    }

    private static string Name(TrafficLevel level) => level switch { TrafficLevel.Node => "node", TrafficLevel.Group => "nodegroup", _ => "any" };
}
