using System.Text;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>One run: storms of changes and mishaps, and after each a calm in which everything must come to the same.</summary>
public abstract class SoakRun : IAsyncLifetime
{
    /// <summary>An edge that lost its cloud often may wait half a minute before it tries again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    private readonly SoakPlan _plan = SoakPlan.FromEnvironment();
    private readonly List<Informer> _informers = [];
    private SoakWorld? _world;
    private ClientNode? _clientNode;
    private int _compared;
    private int _rewritten;

    /// <summary>Why there is no such run here; null where there is.</summary>
    public virtual string? Missing => null;

    /// <summary>Whether the cluster is a real one.</summary>
    protected abstract bool IsReal { get; }

    /// <summary>What the informers have seen.</summary>
    internal IEnumerable<Witness> Witnesses => _informers.Select(informer => informer.Witness);

    /// <summary>The informers of client-node.</summary>
    internal ClientNode ClientNode => _clientNode!;

    /// <summary>What makes the run happen again.</summary>
    public string Seed => $"EDGEMESH_SOAK_SEED={_plan.Seed}";

    /// <summary>What happened, for a person.</summary>
    public string Report { get; private set; } = "";

    /// <summary>Where something was not the same, after which storm.</summary>
    public IReadOnlyList<string> Differences => _differences;

    private readonly List<string> _differences = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null) return;
        var cancellation = TestContext.Current.CancellationToken;
        _world = await SoakWorld.StartAsync(IsReal, cancellation);
        _clientNode = await ClientNode.StartAsync(_world.Nodes, cancellation);
        foreach (var node in _world.Nodes)
        {
            foreach (var what in Followed.By(node.Edge.Name))
            {
                _informers.Add(TypedInformers.Follow(node.Pod.Typed, what, node.Edge.Name, _plan.Seed + _informers.Count));
                _informers.Add(new StreamingInformer(node.Pod, what, node.Edge.Name, _plan.Seed + _informers.Count));
            }
        }
        foreach (var informer in _informers) informer.Start();
        await _world.HoldsAsync(cancellation);
        // One history begins where the node holds the collection. The watches that went through to the cluster come back and go on here.
        foreach (var node in _world.Nodes)
        {
            foreach (var what in Followed.By(node.Edge.Name).Where(what => what.Labels.Length == 0 && what.Fields.Length == 0))
            {
                var poller = new Poller(node.Pod, what, node.Edge.Name, _plan.Seed + _informers.Count);
                _informers.Add(poller);
                poller.Start();
            }
            node.BreakConnections();
        }
        var random = new Random(_plan.Seed);
        var churn = new Churn(_world.Mesh.Cluster, [.. _world.Nodes.Select(node => node.Edge.Name)], new Random(random.Next()));
        // Whoever has seen a change since has a version of the node's own history, from which it goes on without the cluster as well.
        await churn.TouchAsync(cancellation);
        await CalmAsync($"seed {_plan.Seed}, before the storms", cancellation);
        var mishaps = new Mishaps(_world, _plan, new Random(random.Next()));
        for (var round = 0; round < _plan.Rounds && _differences.Count == 0; round++)
        {
            await StormAsync(churn, mishaps, random, cancellation);
            await CalmAsync($"seed {_plan.Seed}, round {round}", cancellation);
        }
        Report = Say(churn, mishaps);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var informer in _informers) await informer.DisposeAsync();
        if (_clientNode is not null) await _clientNode.DisposeAsync();
        if (_world is not null) await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task StormAsync(Churn churn, Mishaps mishaps, Random random, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        var changing = Task.Run(async () =>
        {
            while (TimeProvider.System.GetElapsedTime(start) < _plan.Round)
            {
                await churn.ChangeAsync(cancellation);
                // Fast enough that an edge which was away has much to catch up with; slow enough for two cores.
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellation);
            }
        }, cancellation);
        while (TimeProvider.System.GetElapsedTime(start) < _plan.Round)
        {
            await mishaps.HappenAsync();
            // Moments, not states: the next blow falls while the last one's consequences are under way.
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 2500)), TimeProvider.System, cancellation);
        }
        await changing;
        mishaps.End();
    }

    /// <summary>Nothing changes any more: node and cluster, and node and informers, must come to the same.</summary>
    private async Task CalmAsync(string when, CancellationToken cancellation)
    {
        var open = _world!.Nodes.SelectMany(node => Followed.By(node.Edge.Name).Select(what => (Node: node, What: what))).ToList();
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        var last = new Dictionary<(SoakNode, Followed), string>();
        while (open.Count > 0 && !limit.IsCancellationRequested)
        {
            foreach (var pair in open.ToList())
            {
                try
                {
                    await AgreeAsync(pair.Node, pair.What, cancellation);
                    open.Remove(pair);
                }
                catch (Exception problem) when (problem is HttpRequestException or KubeApiException or IOException)
                {
                    last[pair] = problem.Message;
                }
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }
        _differences.AddRange(open.Select(pair => $"{when}: {pair.Node.Edge.Name}'s {pair.What.Name}, {Patience.TotalSeconds:0} s after the storm: {last.GetValueOrDefault(pair)}"));
    }

    private async Task AgreeAsync(SoakNode node, Followed what, CancellationToken cancellation)
    {
        var truth = (await NodeTruth.OfAsync(_world!.Mesh.Cluster, node.Edge.Name, what.PathAndQuery, cancellation)).ToList();
        var served = NodeTruth.Items(await node.Edge.Api.GetAsync($"{what.PathAndQuery}{(what.PathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?')}resourceVersion=0", cancellation)).ToList();
        Same("the node and the cluster", served.Select(NodeTruth.Bare), truth.Select(NodeTruth.Bare));
        foreach (var informer in _informers.Where(informer => informer.Followed == what && informer.Witness.Name.StartsWith(node.Edge.Name, StringComparison.Ordinal)))
        {
            var (held, read) = (informer.Witness.Objects, served.Select(informer.AsRead).ToList());
            Same($"{informer.Witness.Name} and the node", held.Select(NodeTruth.Bare), read.Select(NodeTruth.Bare));
            // At the node's version, or at the cluster's where it was seen there.
            var versions = read.Concat(truth.Select(informer.AsRead)).Select(NodeTruth.Whole).ToHashSet();
            Same($"{informer.Witness.Name}'s versions", held.Select(NodeTruth.Whole).Where(value => !versions.Contains(value)), []);
        }
        if (_clientNode!.Missing is null) Same("client-node and the node", await _clientNode.CacheAsync(node.Edge.Name, what, cancellation), served.Select(ClientNode.AsRead));
        if (what.Path == Followed.Slices) return;
        _compared += served.Count;
        _rewritten += served.Select(NodeTruth.Whole).Except(truth.Select(NodeTruth.Whole)).Count();
    }

    private static void Same(string what, IEnumerable<string> here, IEnumerable<string> there)
    {
        var (left, right) = (here.Order(StringComparer.Ordinal).ToList(), there.Order(StringComparer.Ordinal).ToList());
        if (!left.SequenceEqual(right)) throw new IOException($"{what} differ:\n{string.Join('\n', left.Except(right))}\nbut want\n{string.Join('\n', right.Except(left))}");
    }

    private string Say(Churn churn, Mishaps mishaps)
    {
        var text = new StringBuilder();
        text.AppendLine($"seed {_plan.Seed}: {_plan.Rounds} x {_plan.Round.TotalSeconds:0} s, {churn.Changes} changes; {string.Join(", ", mishaps.Counts.Select(count => $"{count.Value} {count.Key}"))}");
        text.AppendLine($"of {_compared} objects compared {_rewritten} were served at another version than the cluster's (law 2)");
        foreach (var kind in _informers.GroupBy(informer => informer.GetType().Name.Split('`')[0]))
        {
            var seen = kind.Select(informer => informer.Witness).ToList();
            text.AppendLine(
                $"{kind.Key}: {seen.Count} informers, {seen.Sum(witness => witness.Events)} events, {seen.Sum(witness => witness.Watches)} watches, {seen.Sum(witness => witness.Repeats)} repeats;"
                + $" lists: {Tally.Of(seen.SelectMany(witness => witness.Lists))}; setbacks: {Tally.Of(seen.SelectMany(witness => witness.Setbacks))}");
        }
        text.Append(_clientNode!.Say());
        return text.ToString();
    }
}
