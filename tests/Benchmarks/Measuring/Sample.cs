namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>Many durations of the same thing.</summary>
internal sealed class Sample
{
    private readonly List<double> _milliseconds = [];
    private readonly Lock _lock = new();

    public int Count
    {
        get { lock (_lock) return _milliseconds.Count; }
    }

    public void Add(TimeSpan duration)
    {
        lock (_lock) _milliseconds.Add(duration.TotalMilliseconds);
    }

    /// <summary>The value below which this share of the durations lies, in milliseconds.</summary>
    public double Percentile(double share)
    {
        lock (_lock)
        {
            if (_milliseconds.Count == 0) throw new InvalidOperationException("Nothing was measured.");
            var sorted = _milliseconds.Order().ToArray();
            return sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
        }
    }
}
