using System.Diagnostics;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>The processor time and memory of a process, as the kernel counts them.</summary>
internal static class ProcessCpu
{
    public static TimeSpan Of(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }

    public static long ResidentBytes(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64;
    }
}
