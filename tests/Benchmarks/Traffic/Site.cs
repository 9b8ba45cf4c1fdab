using System.Diagnostics.Metrics;
using System.Globalization;
using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Benchmarks.FanOut;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Traffic;

/// <summary>A cluster with closed Services, and the views over it with every node connected. A Service has a slice and Endpoints; its backends are spread over the nodes.</summary>
internal sealed class Site
{
    public const int Backends = 20;
    private readonly ScriptedInformers _cluster = new();
    private readonly Random _random;
    private readonly Scale _scale;
    private readonly int[][] _backends;
    private readonly int[] _group;
    private readonly bool[] _unready;
    private readonly CountingEncoder _encoder;
    private readonly List<Viewer> _viewers = [];
    private ClusterView? _view;

    public Site(Scale scale, int seed, IMeterFactory meters)
    {
        (_scale, _random, _encoder) = (scale, new Random(seed), new CountingEncoder(meters));
        _group = [.. Enumerable.Range(0, scale.Nodes).Select(node => node % scale.Groups)];
        _backends = [.. Enumerable.Range(0, scale.Services).Select(_ => Enumerable.Range(0, Backends).Select(_ => _random.Next(scale.Nodes)).ToArray())];
        _unready = new bool[scale.Services];
        for (var node = 0; node < scale.Nodes; node++) _cluster.Put(Collections.Nodes, Node(node));
        for (var service = 0; service < scale.Services; service++)
        {
            _cluster.Put(Collections.Services, $$$"""
                {"kind":"Service","apiVersion":"v1","metadata":{"name":"service-{{{service}}}","namespace":"shop","uid":"s{{{service}}}","resourceVersion":"RV",
                "annotations":{"apps.kubeedge.io/service-topology":"{{{scale.Topology}}}"}},"spec":{"clusterIP":"10.0.0.1"}}
                """);
            foreach (var (collection, json) in Backing(service)) _cluster.Put(collection, json);
        }
    }

    public long Encodings => _encoder.Encodings;

    /// <summary>Reads the cluster.</summary>
    public void Follow()
    {
        _view = new ClusterView(_cluster, _encoder, [], new NoPodAuthorities(), NullLogger.Instance);
        _view.Follow();
    }

    /// <summary>Connects nodes, each of which takes its whole share.</summary>
    public void Connect(IEnumerable<int> nodes)
    {
        foreach (var node in nodes)
        {
            var viewer = _view!.Attach($"node-{node}", [], new HashSet<GroupVersionResource>(), static () => { });
            _viewers.Add(viewer);
            while (viewer.Outbox.Take(1 << 20) is not null)
            {
            }
        }
    }

    /// <summary>Takes what waits.</summary>
    /// <returns>How many changes were delivered.</returns>
    public long Drain()
    {
        var delivered = 0L;
        foreach (var viewer in _viewers)
        {
            while (viewer.Outbox.Take(1 << 20) is { } batch) delivered += batch.Changes.Count;
        }
        return delivered;
    }

    /// <summary>A pod of a Service becomes ready, or ceases to be: its slice changes, and its Endpoints.</summary>
    /// <returns>What tells of it: only that is measured.</returns>
    public Action ChangePod(int turn)
    {
        var service = turn % _scale.Services;
        _unready[service] = !_unready[service];
        return Prepared(Backing(service));
    }

    /// <summary>A node goes to the next group.</summary>
    /// <inheritdoc cref="ChangePod"/>
    public Action MoveNode(int turn)
    {
        // One that has backends, as most have.
        var node = _backends[turn % _scale.Services][0];
        _group[node] = (_group[node] + 1) % _scale.Groups;
        return Prepared((Collections.Nodes, Node(node)));
    }

    private Action Prepared(params (GroupVersionResource Collection, string Json)[] objects)
    {
        var prepared = objects.Select(item => (item.Collection, Object: _cluster.Prepare(item.Json))).ToArray();
        return () =>
        {
            foreach (var (collection, made) in prepared) _cluster.Put(collection, made);
        };
    }

    private string Node(int node) => $$$"""
        {"kind":"Node","apiVersion":"v1","metadata":{"name":"node-{{{node}}}","uid":"n{{{node}}}","resourceVersion":"RV","labels":{"apps.kubeedge.io/belonging-to":"group-{{{_group[node]}}}"} } }
        """;

    private (GroupVersionResource Collection, string Json)[] Backing(int service)
    {
        var (endpoints, ready, notReady) = (new List<string>(), new List<string>(), new List<string>());
        for (var i = 0; i < Backends; i++)
        {
            var down = i == 0 && _unready[service];
            var ip = string.Create(CultureInfo.InvariantCulture, $"10.{service / 200}.{service % 200}.{i}");
            var target = $$$"""{"kind":"Pod","namespace":"shop","name":"service-{{{service}}}-{{{i}}}","uid":"8a6f2f5e-0000-4000-8000-{{{(service * 100) + i:000000000000}}}"}""";
            endpoints.Add($$$"""
                {"addresses":["{{{ip}}}"],"conditions":{"ready":{{{(down ? "false" : "true")}}},"serving":{{{(down ? "false" : "true")}}},"terminating":false},"nodeName":"node-{{{_backends[service][i]}}}","targetRef":{{{target}}}}
                """);
            (down ? notReady : ready).Add($$$"""{"ip":"{{{ip}}}","nodeName":"node-{{{_backends[service][i]}}}","targetRef":{{{target}}}}""");
        }
        var slice = $$$"""
            {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"service-{{{service}}}-abcde","namespace":"shop","uid":"e{{{service}}}","resourceVersion":"RV","generation":RV,
            "labels":{"kubernetes.io/service-name":"service-{{{service}}}"},"annotations":{"endpoints.kubernetes.io/last-change-trigger-time":"RV"}},
            "addressType":"IPv4","endpoints":[{{{string.Join(',', endpoints)}}}],"ports":[{"name":"http","port":80,"protocol":"TCP"}]}
            """;
        var list = $$$"""
            {"kind":"Endpoints","apiVersion":"v1","metadata":{"name":"service-{{{service}}}","namespace":"shop","uid":"p{{{service}}}","resourceVersion":"RV",
            "annotations":{"endpoints.kubernetes.io/last-change-trigger-time":"RV"}},"subsets":[{"addresses":[{{{string.Join(',', ready)}}}],"notReadyAddresses":[{{{string.Join(',', notReady)}}}],
            "ports":[{"name":"http","port":80,"protocol":"TCP"}]}]}
            """;
        return [(Collections.EndpointSlices, slice), (Collections.Endpoints, list)];
    }
}
