using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Model;

/// <summary>A cluster, two replicas of the cloud and a few nodes, to which random steps happen.</summary>
internal sealed class World
{
    private const int Nodes = 4;
    private const string User = "system:serviceaccount:shop:default";
    private static readonly GroupVersionResource[] Wanted = [new("", "v1", "secrets"), new("", "v1", "pods"), new("apps", "v1", "deployments")];
    private readonly FakeCluster _cluster = new();
    private readonly ViewFixture[] _replicas;
    private readonly Dictionary<string, ViewFixture> _connected = [];
    private readonly Dictionary<string, HashSet<GroupVersionResource>> _wants = [];

    public World()
    {
        for (var i = 0; i < 3; i++) _cluster.Put("apps/v1/deployments", "shop", $"deployment-{i}");
        _replicas = [new ViewFixture(_cluster), new ViewFixture(_cluster)];
        for (var i = 0; i < Nodes; i++) SimulatedNodes.Add(new SimulatedNode(Name(i)));
    }

    public List<SimulatedNode> SimulatedNodes { get; } = [];

    public Reference Reference => new(_cluster);

    public IEnumerable<SimulatedNode> Connected => SimulatedNodes.Where(node => _connected.ContainsKey(node.Name));

    public IReadOnlySet<GroupVersionResource> WantsOf(SimulatedNode node) => _wants.GetValueOrDefault(node.Name) ?? [];

    public void Take(Step step)
    {
        var (kind, a, b, c) = step;
        var node = SimulatedNodes[a % Nodes];
        switch (kind)
        {
            case StepKind.Node: _cluster.Node(Name(a), Group(b)); break;
            case StepKind.DeleteNode: _cluster.Delete("v1/nodes", "", Name(a)); break;
            case StepKind.Pod: _cluster.Pod($"pod-{a}", b % 5 == 4 ? null : Name(b), secrets: [$"secret-{c % 3}", $"secret-{b % 3}"]); break;
            case StepKind.DeletePod: _cluster.Delete("v1/pods", "shop", $"pod-{a}"); break;
            case StepKind.Secret: _cluster.Secret($"secret-{a % 3}", $"value-{b}"); break;
            case StepKind.DeleteSecret: _cluster.Delete("v1/secrets", "shop", $"secret-{a % 3}"); break;
            case StepKind.Service: _cluster.Service($"service-{a % 3}", closed: b % 2 == 0); break;
            case StepKind.DeleteService: _cluster.Delete("v1/services", "shop", $"service-{a % 3}"); break;
            case StepKind.Slice: _cluster.Slice($"slice-{a % 4}", c % 7 == 0 ? null : $"service-{b % 3}", Name(a), Name(b), Name(c), null, "nowhere"); break;
            case StepKind.DeleteSlice: _cluster.Delete("discovery.k8s.io/v1/endpointslices", "shop", $"slice-{a % 4}"); break;
            case StepKind.Endpoints: _cluster.Endpoints($"service-{a % 3}", [Name(b), null], [Name(c)]); break;
            case StepKind.NodeGroup: _cluster.Put("apps.kubeedge.io/v1alpha1/nodegroups", "", $"group-{a % 3}", json => json["spec"] = b); break;
            case StepKind.Connect: Connect(node, _replicas[b % 2]); break;
            case StepKind.Disconnect: Disconnect(node); break;
            case StepKind.DrainSome: node.Drain(messages: b, batchBytes: 300); break;
            case StepKind.Want when _connected.TryGetValue(node.Name, out var replica):
                _wants[node.Name].Add(Wanted[b % 3]);
                replica.View.Grant(node.Viewer, Wanted[b % 3], User, 0);
                break;
            case StepKind.Unwant when _connected.TryGetValue(node.Name, out var replica):
                _wants[node.Name].Remove(Wanted[b % 3]);
                replica.View.Release(node.Viewer, Wanted[b % 3], User);
                break;
        }
    }

    private void Connect(SimulatedNode node, ViewFixture replica)
    {
        // What it wanted before is decided anew, while it waits.
        var wants = WantsOf(node).ToArray();
        node.Connect(replica.View, wants);
        foreach (var collection in wants)
        {
            replica.View.Grant(node.Viewer, collection, User, 0);
            replica.View.Settle(node.Viewer, collection);
        }
        _wants[node.Name] = [.. wants];
        _connected[node.Name] = replica;
    }

    private void Disconnect(SimulatedNode node)
    {
        node.Disconnect();
        _connected.Remove(node.Name);
    }

    private static string Name(int i) => $"node-{i % Nodes}";

    private static string? Group(int i) => i % 4 == 3 ? null : $"group-{i % 3}";
}
