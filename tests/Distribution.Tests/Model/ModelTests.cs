using CsCheck;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Model;

/// <summary>A failure prints the seed; give it to <c>Sample</c> as <c>seed:</c> to see it again.</summary>
public sealed class ModelTests
{
    private static readonly Gen<Step> Steps =
        Gen.Select(Gen.Enum<StepKind>(), Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, 6], (kind, a, b, c) => new Step(kind, a, b, c));

    [Fact]
    public void Views_AfterRandomChanges_EqualThePlainFunction() =>
        Steps.Array[1, 120].Sample(Run, iter: 600, print: steps => string.Join('\n', steps.Select(step => step.ToString())));

    private static void Run(Step[] steps)
    {
        var world = new World();
        foreach (var (index, step) in steps.Index())
        {
            world.Take(step);
            if (index % 10 == 9) Compare(world);
        }
        Compare(world);
    }

    private static void Compare(World world)
    {
        foreach (var node in world.Connected)
        {
            node.Drain();
            var holds = new SortedDictionary<string, string>(
                node.Held.ToDictionary(pair => pair.Key.ToString(), pair => Reference.Normal(pair.Key.Collection, pair.Value.Json)), StringComparer.Ordinal);
            var expected = world.Reference.ShareOf(node.Name, world.WantsOf(node));
            // The first difference, in full: two dictionaries side by side tell nobody anything.
            foreach (var key in expected.Keys.Union(holds.Keys))
                Assert.Equal((node.Name, key, expected.GetValueOrDefault(key)), (node.Name, key, holds.GetValueOrDefault(key)));
        }
    }
}
