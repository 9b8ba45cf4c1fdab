using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.MetaServer;

/// <summary>What is promised, what was measured, and the verdict.</summary>
internal sealed class Goals
{
    private readonly List<string[]> _rows = [["promise", "goal", "measured", "verdict"]];

    /// <summary>A ratio that is to be reached.</summary>
    public void AtLeast(string promise, double goal, double measured) => Add(promise, $">= {goal:0.#}x", $"{measured:0.0}x", measured >= goal);

    /// <summary>A value that is not to be exceeded.</summary>
    public void AtMost(string promise, double goal, double measured, string unit) => Add(promise, $"<= {goal:0.##}{unit}", $"{measured:0.##}{unit}", measured <= goal);

    public void Print() => Grid.Print("Promises", _rows);

    private void Add(string promise, string goal, string measured, bool reached) => _rows.Add([promise, goal, measured, reached ? "reached" : "NOT REACHED"]);
}
