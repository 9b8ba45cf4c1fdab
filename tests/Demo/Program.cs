using System.Runtime.InteropServices;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Demo.Stage;
using KubeEdge.EdgeMesh.Tests.Demo.Story;
using Spectre.Console;

var (check, bare) = (args.Contains("--check"), args.Contains("--bare"));
var (kubeconfig, edge) = (ValueOf("--kubeconfig"), ValueOf("--edge"));
if (args.Except(["--check", "--bare", "--kubeconfig", kubeconfig, "--edge", edge]).Any() || args is [.., "--kubeconfig" or "--edge"])
{
    await Console.Error.WriteLineAsync("edgemesh-demo: usage: edgemesh-demo [--check] [--kubeconfig FILE [--bare]] [--edge PUBLISHED_DAEMON]");
    return 2;
}
foreach (var (flag, file) in new[] { ("--kubeconfig", kubeconfig), ("--edge", edge) })
{
    if (file is null || File.Exists(file)) continue;
    await Console.Error.WriteLineAsync($"edgemesh-demo: {flag} '{file}' does not exist.");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var time = TimeProvider.System;
if (Console.IsOutputRedirected) AnsiConsole.Console.Profile.Width = 200;
var teller = new Teller(AnsiConsole.Console, time);
var options = new MeshOptions { Directory = Directory.CreateTempSubdirectory("edgemesh-demo-").FullName, Kubeconfig = kubeconfig, IsBare = bare, Time = time };
if (edge is not null) options = options with { EdgeProgram = Path.GetFullPath(edge) };
try
{
    await Play.RunAsync(options, teller, Afterwards, stop.Token);
    return 0;
}
catch (BrokenPromiseException broken)
{
    await Console.Error.WriteLineAsync($"Broken promise: {broken.Message}");
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return check ? 130 : 0;
}

string? ValueOf(string flag) => Array.IndexOf(args, flag) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

async Task Afterwards(CancellationToken cancellationToken)
{
    teller.Say($"{teller.Kept} promises kept in {teller.Elapsed.TotalSeconds:0} s.");
    if (check) return;
    teller.Say("Everything stays up until Ctrl-C.");
    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
