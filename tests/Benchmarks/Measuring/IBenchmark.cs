namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>One measurement that <c>make bench BENCH=name</c> runs. What it claims, it claims as ratios within one run.</summary>
internal interface IBenchmark
{
    /// <summary>What to type.</summary>
    string Name { get; }

    /// <summary>One line for a person.</summary>
    string Question { get; }

    /// <summary>Measures and prints.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
