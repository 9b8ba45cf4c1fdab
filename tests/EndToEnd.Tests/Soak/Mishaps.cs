namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>What goes wrong, at random, and what comes back after a while.</summary>
internal sealed class Mishaps(SoakWorld world, SoakPlan plan, Random random)
{
    private readonly PriorityQueue<(string What, Func<Task> Repair), long> _due = new();
    private readonly HashSet<string> _away = [];
    private readonly long _start = TimeProvider.System.GetTimestamp();

    /// <summary>How often each has happened.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>One more, and whatever is due to come back.</summary>
    public async Task HappenAsync()
    {
        while (_due.TryPeek(out _, out var at) && at <= Now) await RepairAsync();
        var node = world.Nodes[random.Next(world.Nodes.Count)];
        switch (random.Next(10))
        {
            case < 5:
                Count("pods' connections broken");
                node.BreakConnections();
                break;
            case < 7 when Goes($"link {node.Edge.Name}"):
                Count("link cut");
                node.Link.Cut();
                Later($"link {node.Edge.Name}", () =>
                {
                    node.Link.Mend();
                    return Task.CompletedTask;
                });
                break;
            case 7 or 8 when Goes(node.Edge.Name):
                Count("daemon kill -9");
                await node.Edge.KillAsync();
                Later(node.Edge.Name, () =>
                {
                    node.Edge.Start();
                    return Task.CompletedTask;
                });
                break;
            case 9 when Goes("cloud"):
                Count("cloud kill -9");
                await world.Mesh.Cloud.KillAsync();
                Later("cloud", () =>
                {
                    world.Mesh.Cloud.Start();
                    return Task.CompletedTask;
                });
                break;
        }
    }

    /// <summary>Everything comes back at once.</summary>
    public async Task EndAsync()
    {
        while (_due.Count > 0) await RepairAsync();
    }

    private long Now => (long)TimeProvider.System.GetElapsedTime(_start).TotalMilliseconds;

    private bool Goes(string what) => _away.Add(what);

    private void Later(string what, Func<Task> repair) => _due.Enqueue((what, repair), Now + random.Next((int)plan.LongestOutage.TotalMilliseconds));

    private async Task RepairAsync()
    {
        var (what, repair) = _due.Dequeue();
        await repair();
        _away.Remove(what);
    }

    private void Count(string what) => Counts[what] = Counts.GetValueOrDefault(what) + 1;
}
