using System.Diagnostics;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;

/// <summary>The real kubectl, where it is on the PATH, with a home of its own.</summary>
public sealed class Kubectl : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly string? s_program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);
    private readonly string _home = Directory.CreateTempSubdirectory("kubectl-test-").FullName;

    public Kubectl(ITestCluster cluster)
    {
        if (s_program is null) Assert.Skip("kubectl is not on the PATH");
        if (cluster.Missing is { } reason) Assert.Skip(reason);
        File.WriteAllText(Path.Combine(_home, "config"), cluster.Kubeconfig);
    }

    /// <summary>Runs it with these arguments, between which are spaces; its output and errors together, and its exit code.</summary>
    public async Task<(int Code, string Output)> TryAsync(string arguments, string? input = null)
    {
        var start = new ProcessStartInfo(s_program!, arguments.Split(' '))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = Path.Combine(_home, "config"), ["HOME"] = _home },
        };
        using var process = Process.Start(start)!;
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(limit.Token).WaitAsync(s_patience, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            process.Kill();
            Assert.Fail($"kubectl {arguments} did not end within {s_patience.TotalSeconds} s");
        }
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs it, expecting success.</summary>
    public async Task<string> RunAsync(string arguments, string? input = null)
    {
        var (code, output) = await TryAsync(arguments, input);
        Assert.True(code == 0, $"kubectl {arguments}: {output}");
        return output;
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
