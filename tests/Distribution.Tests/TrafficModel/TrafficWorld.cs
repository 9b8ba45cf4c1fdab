using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>A random cluster, two replicas of the cloud and some nodes, to which random things happen.</summary>
internal sealed class TrafficWorld : IDisposable
{
    private const int Replicas = 2;
    private const int Remembered = 40;

    /// <summary>What an annotation may say, and what that means.</summary>
    private static readonly (string Value, string[] Levels)[] Topologies =
    [
        ("range-nodegroup", ["nodegroup"]),
        ("prefer-nodegroup", ["nodegroup", "any"]),
        ("range-node", ["node"]),
        ("node, nodegroup, any", ["node", "nodegroup", "any"]),
        ("node,nodegroup", ["node", "nodegroup"]),
        (" node , any", ["node", "any"]),
        ("any", []),
        ("range-zone", ["nodegroup"]),
        ("node, node", ["nodegroup"]),
    ];

    private readonly Random _random;
    private readonly Truth _truth = new();
    private readonly Replica[] _replicas;
    private readonly ModelNode[] _nodes;
    private readonly string[] _names;
    private readonly string[] _groups;
    private readonly string[] _services;
    private readonly int _slices;
    private readonly bool _prompt;
    private readonly Queue<string> _log = [];
    private int _backends;

    public TrafficWorld(int seed)
    {
        _random = new Random(seed);
        _names = [.. Enumerable.Range(0, _random.Next(2, 7)).Select(i => $"node-{i}")];
        _groups = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(i => $"group-{i}")];
        _services = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(i => $"service-{i}")];
        _slices = _random.Next(1, 4);
        _prompt = _random.Next(3) > 0;
        foreach (var name in _names) _truth.Put(new Fact.Node(name, Group()));
        foreach (var service in _services) PutService(service);
        for (var i = 0; i < 4; i++) PutSlice();
        _replicas = [.. Enumerable.Range(0, Replicas).Select(_ => new Replica(_truth, _ => false) { Prompt = _prompt })];
        _nodes = [.. _names.Select((name, i) => new ModelNode(name, i % 3 == 0 ? new StoreCopy() : new PlainCopy()))];
        foreach (var node in _nodes) node.Connect(_replicas[_random.Next(Replicas)]);
    }

    /// <summary>What happened last.</summary>
    public IEnumerable<string> Log => _log;

    public long Delivered => _nodes.Sum(node => node.Delivered);

    /// <summary>One thing happens; then every node that keeps up is compared.</summary>
    public void Step()
    {
        if (_log.Count == Remembered) _log.Dequeue();
        _log.Enqueue(Happen());
        foreach (var node in _nodes)
        {
            if (node.Replica is null && _random.Next(3) == 0) node.Connect(Pick(_replicas));
            // Some lag: what they are sent later has to be right later.
            if (_random.Next(8) == 0) continue;
            if (_random.Next(4) > 0) node.Answer();
            node.Drain();
            node.Compare();
        }
    }

    /// <summary>Everything is heard by everybody, and it is quiet.</summary>
    public void Settle()
    {
        foreach (var replica in _replicas)
        {
            replica.HearAll();
            foreach (var collection in Heard.All) replica.Progress(collection);
        }
        for (var tick = 0; tick < 10; tick++)
        {
            foreach (var node in _nodes)
            {
                if (node.Replica is null) node.Connect(_replicas[_random.Next(Replicas)]);
            }
            foreach (var replica in _replicas) replica.View.TellProgress();
            foreach (var node in _nodes)
            {
                node.Drain();
                node.Answer();
                node.Drain();
            }
        }
        foreach (var node in _nodes)
        {
            var exists = _truth.Now.Nodes.ContainsKey(new ObjectKey("", node.Name));
            Assert.Equal(exists, node.Replica is not null);
            if (exists) Assert.True(node.IsLive(Collections.EndpointSlices) && node.IsLive(Collections.Endpoints), $"{node.Name} still waits");
            node.Compare();
            node.Copy.Audit();
        }
    }

    public void Dispose()
    {
        foreach (var node in _nodes) node.Dispose();
    }

    private string Happen()
    {
        var dice = _random.Next(100);
        switch (dice)
        {
            case < 22: return PutSlice();
            case < 34: return Turn();
            case < 38: return Split();
            case < 42: return Delete(Collections.EndpointSlices, _truth.Now.Slices.Keys);
            case < 48: return PutEndpoints();
            case < 49: return Delete(Collections.Endpoints, _truth.Now.Endpoints.Keys);
            case < 56: return PutService(Pick(_services));
            case < 58: return Delete(Collections.Services, _truth.Now.Services.Keys);
            case < 59: return Rename();
            case < 67: return PutNode(Pick(_names), Group());
            case < 69: return Delete(Collections.Nodes, _truth.Now.Nodes.Keys);
            case < 71: return EditGroup();
            case < 75:
                _truth.Elsewhere();
                return "elsewhere";
            case < 84: return Hear();
            case < 86: return Tick();
            case < 91: return Connect();
            case < 93: return Lose();
            case < 96: return RestartReplica();
            case < 98: return RestartNode();
            default:
                Pick(_nodes).Copy.Reconnect();
                return "readers reconnect";
        }
    }

    private string PutSlice()
    {
        var service = Pick(_services);
        var family = _random.Next(3) == 0 ? "IPv6" : "IPv4";
        var label = _random.Next(12) switch { 0 => null, 1 => Pick(_services), _ => service };
        _truth.Put(new Fact.Slice($"{service}-{family.ToLowerInvariant()}-{_random.Next(_slices)}", label, family, [.. Enumerable.Range(0, _random.Next(6)).Select(_ => NewBackend())]));
        return $"slice of {label}";
    }

    /// <summary>A pod becomes ready, or is no longer.</summary>
    private string Turn()
    {
        if (_truth.Now.Slices.Values.Where(slice => slice.Backends.Count > 0).ToList() is not { Count: > 0 } slices) return "nothing to turn";
        var slice = Pick(slices);
        var at = _random.Next(slice.Backends.Count);
        _truth.Put(slice with { Backends = [.. slice.Backends.Select((backend, i) => i == at ? backend with { Ready = !backend.IsReady } : backend)] });
        return $"a backend of {slice.Name} turns";
    }

    /// <summary>The cluster's controller moves backends from one slice to another of the same kind.</summary>
    private string Split()
    {
        if (_truth.Now.Slices.Values.ToList() is not { Count: > 0 } slices) return "nothing to split";
        var source = Pick(slices);
        var target = new Fact.Slice($"{source.Name[..^1]}{_random.Next(_slices)}", source.Of, source.Family, []);
        if (target.Name == source.Name) return "nothing to split";
        var half = source.Backends.Count / 2;
        var there = _truth.Now.Slices.TryGetValue(target.Key, out var known) && known.Of == source.Of ? known.Backends : [];
        _truth.Put(target with { Backends = [.. there, .. source.Backends.Skip(half)] });
        if (half == 0) _truth.Delete(Collections.EndpointSlices, source.Key);
        else _truth.Put(source with { Backends = [.. source.Backends.Take(half)] });
        return $"{source.Name} splits";
    }

    private string PutEndpoints()
    {
        var service = Pick(_services);
        _truth.Put(new Fact.Endpoints(service, [.. Enumerable.Range(0, _random.Next(3)).Select(_ => (IReadOnlyList<Backend>)[.. Enumerable.Range(0, _random.Next(4)).Select(_ => NewBackend())])]));
        return $"endpoints of {service}";
    }

    private string PutService(string name)
    {
        const string Long = "apps.kubeedge.io/service-topology";
        const string Short = "service-topology";
        var (value, levels) = Pick(Topologies);
        var (annotations, means) = _random.Next(6) switch
        {
            0 => ("", []),
            1 => ($"\"{Short}\":\"{value}\"", levels),
            2 => ($"\"{Short}\":\"{Pick(Topologies).Value}\",\"{Long}\":\"{value}\"", levels),
            _ => ($"\"{Long}\":\"{value}\"", levels),
        };
        _truth.Put(new Fact.Service(name, annotations, means));
        return $"{name}: {annotations}";
    }

    private string Rename()
    {
        var from = Pick(_services);
        var to = Pick(_services);
        if (from == to || !_truth.Now.Services.TryGetValue(new ObjectKey("shop", from), out var service)) return "nothing to rename";
        _truth.Put(service with { Name = to, Key = new ObjectKey("shop", to) });
        _truth.Delete(Collections.Services, service.Key);
        foreach (var slice in _truth.Now.Slices.Values.Where(slice => slice.Of == from).ToList()) _truth.Put(slice with { Of = to });
        return $"{from} is renamed to {to}";
    }

    private string PutNode(string name, string group)
    {
        _truth.Put(new Fact.Node(name, group));
        return $"{name} in '{group}'";
    }

    /// <summary>Somebody edits a NodeGroup, or deletes it: many nodes are labelled anew, one after the other.</summary>
    private string EditGroup()
    {
        var former = Pick(_groups);
        var group = Group();
        foreach (var node in _truth.Now.Nodes.Values.Where(node => node.Group == former).ToList()) PutNode(node.Name, group);
        return $"all of {former} to '{group}'";
    }

    private string Delete(Proto.ApiMachinery.Resources.GroupVersionResource collection, IReadOnlyCollection<ObjectKey> keys)
    {
        if (keys.Count == 0) return "nothing to delete";
        var key = keys.ElementAt(_random.Next(keys.Count));
        _truth.Delete(collection, key);
        return $"{collection} {key} is deleted";
    }

    private string Hear()
    {
        var (replica, collection) = (Pick(_replicas), Pick(Heard.All));
        switch (_random.Next(4))
        {
            case 0: replica.HearAll(); break;
            case 1: replica.Progress(collection); break;
            default: replica.Hear(collection, _random.Next(1, 5)); break;
        }
        return $"a replica hears of {collection}";
    }

    private string Tick()
    {
        foreach (var replica in _replicas) replica.View.TellProgress();
        return "tick";
    }

    private string Connect()
    {
        var node = Pick(_nodes);
        node.Connect(Pick(_replicas));
        return $"{node.Name} connects";
    }

    private string Lose()
    {
        var node = Pick(_nodes);
        node.Drain(messages: 1, loseLast: true);
        return $"a message to {node.Name} is lost";
    }

    private string RestartReplica()
    {
        var i = _random.Next(Replicas);
        foreach (var node in _nodes.Where(node => node.Replica == _replicas[i])) node.Disconnect();
        _replicas[i].Stop();
        _replicas[i] = new Replica(_truth, _ => !_prompt && _random.Next(3) == 0) { Prompt = _prompt };
        return $"replica {i} restarts";
    }

    private string RestartNode()
    {
        var node = Pick(_nodes);
        node.Disconnect();
        node.Copy.Restart();
        return $"{node.Name} restarts";
    }

    private string Group() => _random.Next(4) == 0 ? "" : Pick(_groups);

    private Backend NewBackend()
    {
        var node = _random.Next(12) switch { 0 => null, 1 => "nowhere", _ => Pick(_names) };
        return new Backend($"b{++_backends}", node, _random.Next(4) switch { 0 => false, 1 => null, _ => true });
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
