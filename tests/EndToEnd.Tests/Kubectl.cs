using System.Diagnostics;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>The real kubectl, with a discovery cache of its own so that nothing is remembered from another server.</summary>
internal sealed class Kubectl(string kubeconfig, string cache)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Why tests that need kubectl cannot run here; null where they can.</summary>
    public static string? Missing { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "kubectl")))
            ? null : "kubectl is not on PATH";

    /// <summary>Runs a command that must succeed, and returns what it printed.</summary>
    public async Task<string> RunAsync(string arguments, string? input = null)
    {
        var result = await TryAsync(arguments, input);
        Assert.True(result.ExitCode == 0, $"kubectl {arguments}: exit code {result.ExitCode}\n{result.Output}\n{result.Error}");
        return result.Output;
    }

    /// <summary>Runs a command and returns how it ended.</summary>
    public async Task<ProgramResult> TryAsync(string arguments, string? input = null)
    {
        using var process = Start(arguments, input is not null);
        using var limit = new CancellationTokenSource(Timeout, TimeProvider.System);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"kubectl {arguments} did not end within {Timeout.TotalSeconds:0} s; it printed:\n{await output}\n{await error}");
        }
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a command that goes on by itself, such as a watch.</summary>
    public Process Start(string arguments, bool input = false)
    {
        var start = new ProcessStartInfo("kubectl", $"--kubeconfig {kubeconfig} --cache-dir {cache} {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input,
        };
        return Process.Start(start)!;
    }
}
