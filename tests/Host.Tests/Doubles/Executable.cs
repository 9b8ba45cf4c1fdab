using System.Diagnostics;
using System.Text;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary>One of our executables in a process of its own.</summary>
internal sealed class Executable : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _outputEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _errorEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _lines = new(0);

    private Executable(string assembly, IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = input is not null };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["HOME"] = "/nonexistent";
        start.Environment.Remove("KUBECONFIG");
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(_output, _outputEnd, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_error, _errorEnd, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (input is null)
            return;
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    public int Id => _process.Id;

    public string Output => Read(_output);

    public string Error => Read(_error);

    public static Executable Cloud(params string[] arguments) => new("edgemesh-cloud", arguments);

    public static Executable CloudWithInput(string input, params string[] arguments) => new("edgemesh-cloud", arguments, input);

    public static Executable Edge(params string[] arguments) => new("edgemesh-edge", arguments);

    /// <summary>Waits for the end; the exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(_patience);
        await _process.WaitForExitAsync(patience.Token);
        await Task.WhenAll(_outputEnd.Task, _errorEnd.Task).WaitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits for a line on the standard error that holds <paramref name="text"/>.</summary>
    public async Task<string> SaysAsync(string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(_patience);
        while (true)
        {
            if (Error.Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                return found;
            if (_errorEnd.Task.IsCompleted)
                Assert.Fail($"It ended with {await EndAsync()} without saying '{text}':\n{Error}");
            await _lines.WaitAsync(patience.Token);
        }
    }

    /// <summary>Ends it as systemd and Kubernetes do.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", $"-TERM {_process.Id}");
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await EndAsync();
    }

    /// <summary>Ends it as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _lines.Dispose();
    }

    private void Keep(StringBuilder kept, TaskCompletionSource end, string? line)
    {
        if (line is null)
        {
            end.TrySetResult();
        }
        else
        {
            // What is printed is for whoever asked for it: a token, a kubeconfig. What is logged is for everybody.
            if (kept == _error) Told.Line(line);
            lock (kept) kept.Append(line).Append('\n');
        }

        _lines.Release();
    }

    private static string Read(StringBuilder kept)
    {
        lock (kept) return kept.ToString();
    }
}
