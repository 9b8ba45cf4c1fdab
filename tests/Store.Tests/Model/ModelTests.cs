using CsCheck;

namespace KubeEdge.EdgeMesh.Store.Tests.Model;

public sealed class ModelTests
{
    private static readonly string[] KeyNames = ["a/x", "a/y", "a-b/x", "b/x", "b/z"];
    private static readonly Gen<string> Keys = Gen.Int[0, 4].Select(i => KeyNames[i]);
    private static readonly Gen<int> Collections = Gen.Int[0, StoreModel.Collections - 1];

    private static readonly Gen<Operation> Operations = Gen.Frequency(
        (12, Gen.Select(Collections, Keys, Gen.Int[-3, 3], Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 3]).Select(Operation (p) => new Operation.Put(p.Item1, p.Item2, p.Item3, p.Item4, p.Item5, p.Item6 / 3))),
        (4, Gen.Select(Collections, Keys, Gen.Int[-2, 2]).Select(Operation (p) => new Operation.Delete(p.Item1, p.Item2, p.Item3))),
        (2, Gen.Int[0, 3].Select(Operation (by) => new Operation.Advance(by))),
        (3, Gen.Select(Collections, Gen.Int[-2, 2]).Select(Operation (p) => new Operation.Mark(p.Item1, p.Item2))),
        (1, Collections.Select(Operation (collection) => new Operation.Forget(collection))),
        (1, Gen.Select(Collections, Keys).Select(Operation (p) => new Operation.Fail(p.Item1, p.Item2))),
        (1, Gen.Const<Operation>(new Operation.Restart())),
        (2, Gen.Int[1, 30].Select(Operation (seconds) => new Operation.Prune(seconds))));

    /// <summary>Invariants 1 to 7: whatever happens in whatever order, the store and a plain model of its law agree.</summary>
    [Fact]
    public void AnyHistory_ReadsAsTheModelSays() => Operations.List[1, 60].Sample(history =>
    {
        using var run = new ModelRun();
        foreach (var operation in history) run.Do(operation);
        run.CheckAll();
    }, iter: Iterations, threads: 2, print: history => string.Join("\n", history));

    /// <summary>More where somebody looks for a fault: EDGEMESH_MODEL_ITERATIONS=100000.</summary>
    private static long Iterations =>
        long.TryParse(Environment.GetEnvironmentVariable("EDGEMESH_MODEL_ITERATIONS"), out var iterations) ? iterations : 300;
}
