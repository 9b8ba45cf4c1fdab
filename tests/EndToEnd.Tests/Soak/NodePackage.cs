using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>A Node.js program with its packages, which are restored once by its lock file into the user's cache.</summary>
/// <param name="Folder">Where the program lies beside its packages.</param>
/// <param name="Missing">Why it cannot be run; null where it can.</param>
internal sealed record NodePackage(string Folder, string? Missing)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<NodePackage> RestoreAsync(string source, CancellationToken cancellation)
    {
        var version = await RunAsync("node", source, cancellation, "--version");
        if (version.Code != 0) return new NodePackage("", "there is no node on the PATH");
        var files = Directory.GetFiles(source).Order(StringComparer.Ordinal).ToList();
        var name = Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(File.ReadAllBytes)]))[..16];
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
            ? home : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var folder = Path.Combine(cache, "edgemesh-tests", name);
        if (Directory.Exists(folder)) return new NodePackage(folder, null);
        // Made under another name, so that what has the right name is whole.
        var temporary = Directory.CreateDirectory($"{folder}.{Environment.ProcessId}").FullName;
        foreach (var file in files) File.Copy(file, Path.Combine(temporary, Path.GetFileName(file)), overwrite: true);
        var restored = await RunAsync("npm", temporary, cancellation, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (restored.Code == 0 && !Directory.Exists(folder)) Directory.Move(temporary, folder);
        else Directory.Delete(temporary, recursive: true);
        return new NodePackage(folder, restored.Code == 0 ? null : $"npm could not restore its packages: {restored.Output.Trim()}");
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string folder, CancellationToken cancellation, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
            try
            {
                await process.WaitForExitAsync(either.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellation.ThrowIfCancellationRequested();
                return (-1, $"it did not end within {Patience.TotalMinutes:0} minutes");
            }
            return (process.ExitCode, await output + await error);
        }
        catch (Win32Exception missing)
        {
            return (-1, missing.Message);
        }
    }
}
