using System.Runtime.InteropServices;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>
/// Which edge daemon is measured: the one that BENCH_EDGE names, else the one that <c>make publish-edge</c> has compiled ahead of time, else
/// the build beside this program.
/// </summary>
internal static class EdgeProgram
{
    private const string Build = "edgemesh-edge";

    /// <summary>A path, or the bare name of the build.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("BENCH_EDGE") is { Length: > 0 } named ? named : Published() ?? Build;

    /// <summary>Says which it is, for a person.</summary>
    public static string Description { get; } = Path == Build
        ? "the build (JIT; 'make publish-edge' makes the one that is shipped)"
        : FormattableString.Invariant($"compiled ahead of time, {Path}, of {File.GetLastWriteTimeUtc(Path):yyyy-MM-dd HH:mm} UTC");

    private static string? Published()
    {
        var below = System.IO.Path.Combine("artifacts", "edge", $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}", Build);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, below);
            if (File.Exists(candidate)) return candidate;
        }
        return null;
    }
}
