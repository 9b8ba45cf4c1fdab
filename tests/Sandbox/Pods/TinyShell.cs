using System.Text;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Pods;

/// <summary>The commands that a hollow container knows: enough to prove that streams get through.</summary>
internal static class TinyShell
{
    private const int NotFound = 127;

    /// <summary>Runs the command; returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] command, string pod, ExecChannels channels, CancellationToken cancellationToken)
    {
        switch (command[0])
        {
            case "echo":
                await channels.PrintAsync(Encoding.UTF8.GetBytes(string.Join(' ', command.Skip(1)) + "\n"), cancellationToken);
                return 0;
            case "hostname":
                await channels.PrintAsync(Encoding.UTF8.GetBytes(pod + "\n"), cancellationToken);
                return 0;
            case "cat":
                while (await channels.ReadAsync(cancellationToken) is { } text) await channels.PrintAsync(text, cancellationToken);
                return 0;
            case "false":
                return 1;
            default:
                await channels.ComplainAsync($"{command[0]}: not found: a hollow container knows echo, hostname, cat and false\n", cancellationToken);
                return NotFound;
        }
    }
}
