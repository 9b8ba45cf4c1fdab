using System.Diagnostics;
using System.Runtime.InteropServices;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Tests.Demo.Mesh;

/// <summary>One of our daemons as a process of its own, so that it can be killed as one. Its output goes to a file.</summary>
public sealed partial class DaemonProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Task _copying;

    private DaemonProcess(Process process, StreamWriter log)
    {
        (_process, _log) = (process, log);
        _copying = Task.WhenAll(CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a program of ours and leaves it running.</summary>
    public static DaemonProcess Start(string program, string logFile, params IEnumerable<string> arguments)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        var log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        return new DaemonProcess(Process.Start(StartInfo(program, arguments))!, log);
    }

    /// <summary>Runs a program of ours to its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it was killed.</exception>
    public static async Task<ProgramResult> RunAsync(string program, TimeSpan timeout, TimeProvider time, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(StartInfo(program, arguments))!;
        using var limit = new CancellationTokenSource(timeout, time);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {timeout.TotalSeconds:0} s.");
        }
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still with all its connections open, as a machine does that is overloaded or asleep.</summary>
    public void Freeze() => _ = SendSignal(_process.Id, 19);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => _ = SendSignal(_process.Id, 18);

    /// <summary>SIGTERM, and kill -9 where that does not end it within 15 seconds.</summary>
    public async Task StopAsync(TimeProvider time)
    {
        if (_process.HasExited) return;
        _ = SendSignal(_process.Id, 15);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15), time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        await _copying;
        await _log.DisposeAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        // A path is a published binary; a bare name is the build that lies beside this program.
        var native = program.Contains('/');
        var start = new ProcessStartInfo(native ? program : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        if (!native) start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program + ".dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // Seven programs share this machine: none of them may size itself for all of it.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    private async Task CopyAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Told.Line(line);
            lock (_log) _log.WriteLine(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
