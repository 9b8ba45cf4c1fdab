using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>The same GET over and over, its body read to the end and thrown away.</summary>
internal static class HttpLoad
{
    /// <summary>What came of it.</summary>
    /// <param name="Rate">Answers a second.</param>
    /// <param name="CpuPerAnswer">The server's processor time for one answer, in milliseconds.</param>
    /// <param name="P50">The middle duration, in milliseconds.</param>
    /// <param name="P99">All but one in a hundred are shorter, in milliseconds.</param>
    /// <param name="Bytes">The size of one body.</param>
    internal sealed record Result(double Rate, double CpuPerAnswer, double P50, double P99, long Bytes);

    public static async Task<Result> RunAsync(
        KubeApi[] connections, string path, TimeSpan duration, int serverProcess, TimeProvider time, CancellationToken cancellationToken)
    {
        var bytes = await GetAsync(connections[0], path, cancellationToken);
        var sample = new Sample();
        var cpu = ProcessCpu.Of(serverProcess);
        var start = time.GetTimestamp();
        await Task.WhenAll(connections.Select(api => Task.Run(
            async () =>
            {
                while (time.GetElapsedTime(start) < duration)
                {
                    var sent = time.GetTimestamp();
                    await GetAsync(api, path, cancellationToken);
                    sample.Add(time.GetElapsedTime(sent));
                }
            }, cancellationToken)));
        var elapsed = time.GetElapsedTime(start);
        var used = ProcessCpu.Of(serverProcess) - cpu;
        return new Result(
            sample.Count / elapsed.TotalSeconds, used.TotalMilliseconds / sample.Count, sample.Percentile(0.5), sample.Percentile(0.99), bytes);
    }

    private static async Task<long> GetAsync(KubeApi api, string path, CancellationToken cancellationToken)
    {
        using var response = await api.SendAsync(HttpMethod.Get, path, null, null, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new KubeApiException((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[1 << 16];
        long total = 0;
        while (await body.ReadAsync(buffer, cancellationToken) is var read and > 0) total += read;
        return total;
    }
}
