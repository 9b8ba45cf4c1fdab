using System.CommandLine;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Status;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary><c>status</c></summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var data = Arguments.Data();
        var output = new Option<string>("--output", "-o") { Description = "For people, or for programs.", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        var command = new Command("status", "Say how this node stands: the link to the cloud, what is held, how old it is, who watches.") { data, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = parsed.GetValue(data)!;
            if (await StatusClient.AskAsync(directory, cancellationToken) is not { } report)
            {
                Console.Error.WriteLine($"edgemesh-edge: {DescribeAbsence(new IdentityDirectory(directory))}");
                return ExitCode.NotRunning;
            }

            if (parsed.GetValue(output) == "json")
            {
                using var stdout = Console.OpenStandardOutput();
                stdout.Write(report);
                stdout.WriteByte((byte)'\n');
            }
            else
            {
                StatusText.Write(Console.Out, report);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>What is known without a daemon. Its database is left alone: opening it could get in the way of a daemon that starts just now.</summary>
    private static string DescribeAbsence(IdentityDirectory directory) => directory.ReadConfig() is { } config
        ? $"The daemon of '{directory.Path}' is not running. It is node '{config.Node}' of the cloud at {config.Cloud}, joined {config.Joined:yyyy-MM-dd HH:mm}Z. " +
          $"Start it with 'edgemesh-edge run --data {directory.Path}'."
        : $"There is no node in '{directory.Path}', and no daemon runs on it. Join first ('edgemesh-cloud token create' prints the command), or name another directory with --data.";
}
