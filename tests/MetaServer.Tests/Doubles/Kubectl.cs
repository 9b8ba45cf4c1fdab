using System.Diagnostics;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

/// <summary>The real kubectl, against a test's server.</summary>
internal sealed class Kubectl(Uri server, string token) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("edgemesh-kubectl-");

    /// <summary>Skips the test where there is none.</summary>
    public static void Require() => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "kubectl"))),
        "kubectl is not on the PATH");

    /// <summary>Runs to the end.</summary>
    public async Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    /// <summary>Starts and leaves it running: end it yourself.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _home.FullName;
        start.Environment["KUBECONFIG"] = Path.Combine(_home.FullName, "none");
        foreach (var argument in (string[])[$"--server={server.GetLeftPart(UriPartial.Authority)}", $"--token={token}", "--insecure-skip-tls-verify", .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public void Dispose() => _home.Delete(recursive: true);
}
