using System.Globalization;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>The memory of a process, as the kernel counts it.</summary>
/// <param name="Resident">All pages in memory, those of the program's file among them; in bytes.</param>
/// <param name="Private">What would be free if it ended, but for its share of files; in bytes.</param>
internal readonly record struct ProcessMemory(long Resident, long Private)
{
    public static ProcessMemory Of(int processId)
    {
        long resident = 0, own = 0;
        foreach (var line in File.ReadLines(FormattableString.Invariant($"/proc/{processId}/smaps_rollup")))
        {
            if (line.StartsWith("Rss:", StringComparison.Ordinal)) resident = KiB(line);
            else if (line.StartsWith("Private_Clean:", StringComparison.Ordinal) || line.StartsWith("Private_Dirty:", StringComparison.Ordinal)) own += KiB(line);
        }
        return new ProcessMemory(resident << 10, own << 10);
    }

    private static long KiB(string line) => long.Parse(line.AsSpan(line.IndexOf(':') + 1)[..^2].Trim(), CultureInfo.InvariantCulture);
}
