using System.Globalization;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>How long, and which one of all possible runs. The short form runs with every test; <c>make soak</c> runs the long one.</summary>
/// <param name="Seed">Decides every change and every mishap.</param>
/// <param name="Rounds">Each ends in a calm, in which everything is compared.</param>
/// <param name="Round">How long a round's storm lasts.</param>
/// <param name="LongestOutage">The longest time for which anything stays away.</param>
internal sealed record SoakPlan(int Seed, int Rounds, TimeSpan Round, TimeSpan LongestOutage)
{
    private const int UsualSeed = 20;

    /// <summary>EDGEMESH_SOAK_MINUTES and EDGEMESH_SOAK_SEED (a number, or "any").</summary>
    public static SoakPlan FromEnvironment()
    {
        var seed = Environment.GetEnvironmentVariable("EDGEMESH_SOAK_SEED") switch
        {
            null or "" => UsualSeed,
            "any" => Environment.ProcessId,
            var given => int.Parse(given, CultureInfo.InvariantCulture),
        };
        return Environment.GetEnvironmentVariable("EDGEMESH_SOAK_MINUTES") is { Length: > 0 } minutes
            ? new SoakPlan(seed, 2 * int.Parse(minutes, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(8))
            : new SoakPlan(seed, 1, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(2));
    }
}
