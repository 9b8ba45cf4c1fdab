namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>How many ready backends there are on each node, or in each group.</summary>
internal sealed class ReadyCount
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _counts.Keys;

    public bool Has(string name) => _counts.ContainsKey(name);

    public int Of(string name) => _counts.GetValueOrDefault(name);

    public void Add(string name, int difference)
    {
        var count = Of(name) + difference;
        if (count > 0) _counts[name] = count;
        else _counts.Remove(name);
    }
}
