using System.Globalization;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>
/// Closed traffic against a plain function, change by change: <c>make model STEPS=N SEED=S</c>. World after world is made of a seed and the numbers that follow it;
/// a fault names the seed of its world, which shows it again alone.
/// </summary>
public sealed class TrafficModelTests(ITestOutputHelper output)
{
    private const int StepsPerWorld = 400;

    [Fact]
    public void Views_AfterEveryChange_EqualThePlainFunction_AndNothingElseWasEverSent()
    {
        var steps = Setting("EDGEMESH_MODEL_STEPS", 100_000);
        var seed = Setting("EDGEMESH_MODEL_SEED", (int)(TimeProvider.System.GetTimestamp() % 1_000_000_000));
        TestContext.Current.SendDiagnosticMessage($"traffic model: {steps:N0} changes, seed {seed}");
        output.WriteLine($"make model STEPS={steps} SEED={seed}");

        var start = TimeProvider.System.GetTimestamp();
        var worlds = (steps + StepsPerWorld - 1) / StepsPerWorld;
        var delivered = 0L;
        for (var world = 0; world < worlds; world++)
        {
            delivered += Run(seed + world, Math.Min(StepsPerWorld, steps - (world * StepsPerWorld)));
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
        output.WriteLine($"{steps:N0} changes in {worlds:N0} worlds, {delivered:N0} states delivered and judged, in {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F1} s");
        Assert.True(delivered > steps / 10, "hardly anything was delivered: the model judges nothing");
    }

    private static long Run(int seed, int steps)
    {
        using var world = new TrafficWorld(seed);
        var step = 0;
        try
        {
            for (; step < steps; step++) world.Step();
            world.Settle();
            return world.Delivered;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                $"make model STEPS={StepsPerWorld} SEED={seed} shows it again, at change {step}: {e.Message}\nafter\n{string.Join('\n', world.Log)}", e);
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
