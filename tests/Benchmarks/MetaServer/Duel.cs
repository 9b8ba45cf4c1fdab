using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.MetaServer;

/// <summary>One question to both servers, turn by turn, so that what else the machine does in the meantime falls upon both.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Connections">By how many at a time.</param>
/// <param name="Api">The API server's answers.</param>
/// <param name="Local">The MetaServer's answers.</param>
internal sealed record Duel(HttpQuestion Question, int Connections, HttpLoad Api, HttpLoad Local)
{
    private const int Turns = 3;

    public static string[] Header { get; } =
        ["question, connections", "API server /s", "MetaServer /s", "rate", "API CPU ms", "CPU ms", "per CPU s", "API p50 ms", "p50 ms", "API p99 ms", "p99 ms", "MB"];

    /// <summary>How many times the API server's answers a second.</summary>
    public double RateRatio => Local.Rate / Api.Rate;

    /// <summary>How many times the API server's answers for a second of processor time.</summary>
    public double CpuRatio => Api.CpuPerAnswer / Local.CpuPerAnswer;

    /// <summary>How many times faster the middle answer is.</summary>
    public double P50Ratio => Api.P50 / Local.P50;

    public static async Task<Duel> RunAsync(
        HttpTarget api, HttpTarget local, HttpQuestion question, int connections, TimeSpan turn, TimeProvider time, CancellationToken cancellationToken)
    {
        var duel = new Duel(question, connections, new HttpLoad(api, question, connections, time), new HttpLoad(local, question, connections, time));
        for (var i = 0; i < Turns; i++)
        {
            await duel.Api.RunAsync(turn, cancellationToken);
            await duel.Local.RunAsync(turn, cancellationToken);
        }
        return duel;
    }

    public string[] Row() =>
    [
        $"{Question.Name}, {Connections}{(Local.Old > 0 ? $" ({Local.Old} said that they may be old)" : "")}", $"{Api.Rate:0.0}", $"{Local.Rate:0.0}", $"{RateRatio:0.0}x", $"{Api.CpuPerAnswer:0.00}", $"{Local.CpuPerAnswer:0.00}", $"{CpuRatio:0.0}x",
        $"{Api.P50:0.0}", $"{Local.P50:0.0}", $"{Api.P99:0.0}", $"{Local.P99:0.0}", $"{Local.Bytes / 1e6:0.00}",
    ];
}
