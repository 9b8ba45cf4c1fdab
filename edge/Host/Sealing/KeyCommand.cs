using System.Diagnostics;
using System.Security.Cryptography;
using KubeEdge.EdgeMesh.Edge.Host.Identity;

namespace KubeEdge.EdgeMesh.Edge.Host.Sealing;

/// <summary>A program that prints the key: a TPM's tool, a vault's client.</summary>
internal static class KeyCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>What the command prints. It is started as it is, not by a shell: words are parted by blanks.</summary>
    /// <exception cref="IdentityException">It cannot be started, fails, says too much, or does not end.</exception>
    public static async Task<byte[]> RunAsync(string command, int longest, CancellationToken cancellationToken)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true };
        foreach (var word in words.Skip(1)) start.ArgumentList.Add(word);
        using var patience = new CancellationTokenSource(s_patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var process = Process.Start(start)!;
            var output = new byte[longest];
            try
            {
                var length = await process.StandardOutput.BaseStream.ReadAtLeastAsync(output, longest, throwOnEndOfStream: false, either.Token);
                if (length == longest) throw new IdentityException($"'{words[0]}' (--secrets-key exec:) prints more than {longest} bytes, which is no key.");
                await process.WaitForExitAsync(either.Token);
                return process.ExitCode == 0 ? output[..length] : throw new IdentityException($"'{words[0]}' (--secrets-key exec:) ended with {process.ExitCode}: see what it said above.");
            }
            finally
            {
                CryptographicOperations.ZeroMemory(output);
                if (!process.HasExited) process.Kill(entireProcessTree: true);
            }
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IdentityException($"'{words[0]}' (--secrets-key exec:) did not print a key within {s_patience.TotalSeconds:0} s.", e);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IdentityException($"'{words[0]}' (--secrets-key exec:) cannot be started: {e.Message}.", e);
        }
    }
}
