namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>What goes wrong, at random, and what comes back after a while.</summary>
internal sealed class Mishaps(SoakWorld world, SoakPlan plan, Random random)
{
    private readonly PriorityQueue<(string What, Action Repair), long> _due = new();
    private readonly HashSet<string> _away = [];
    private readonly long _start = TimeProvider.System.GetTimestamp();

    /// <summary>How often each has happened.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>One more, and whatever is due to come back.</summary>
    public async Task HappenAsync()
    {
        while (_due.TryPeek(out _, out var at) && at <= Now) Repair();
        var node = world.Nodes[random.Next(world.Nodes.Count)];
        var name = node.Edge.Name;
        switch (random.Next(12))
        {
            case < 5:
                Count("pods' connections broken");
                node.BreakConnections();
                break;
            case 5 when Goes($"pods {name}", "pods kept away"):
                node.Door.Cut();
                Later($"pods {name}", node.Door.Mend);
                break;
            case 6 or 7 when Goes($"link {name}", "link cut"):
                node.Link.Cut();
                Later($"link {name}", node.Link.Mend);
                break;
            case 8 or 9 when Goes(name, "daemon kill -9"):
                await node.Edge.KillAsync();
                Later(name, node.Edge.Start);
                break;
            case 10 when Goes("cloud", "cloud kill -9"):
                await world.Mesh.Cloud.KillAsync();
                Later("cloud", world.Mesh.Cloud.Start);
                break;
            case 11 when random.Next(2) == 0 && Goes("cloud", "cloud frozen"):
                world.Mesh.Cloud.Process.Freeze();
                Later("cloud", world.Mesh.Cloud.Process.Thaw);
                break;
            case 11 when Goes(name, "daemon frozen"):
                node.Edge.Process.Freeze();
                Later(name, node.Edge.Process.Thaw);
                break;
        }
    }

    /// <summary>Everything comes back at once.</summary>
    public void End()
    {
        while (_due.Count > 0) Repair();
    }

    private long Now => (long)TimeProvider.System.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>False where it is away already.</summary>
    private bool Goes(string what, string how)
    {
        if (!_away.Add(what)) return false;
        Count(how);
        return true;
    }

    private void Later(string what, Action repair) => _due.Enqueue((what, repair), Now + random.Next((int)plan.LongestOutage.TotalMilliseconds));

    private void Repair()
    {
        var (what, repair) = _due.Dequeue();
        repair();
        _away.Remove(what);
    }

    private void Count(string what) => Counts[what] = Counts.GetValueOrDefault(what) + 1;
}
