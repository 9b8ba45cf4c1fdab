using System.CommandLine;
using System.CommandLine.Parsing;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary>Runs a command; whatever goes wrong becomes one line on the standard error and an exit code.</summary>
internal static class CommandLineRunner
{
    private const string Name = "edgemesh-cloud";

    // The host listens to signals itself and stops in its own time.
    private static readonly InvocationConfiguration _configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors is [var first, ..] && parsed.Action is not { ClearsParseErrors: true })
        {
            var problem = parsed.UnmatchedTokens is [var stray, ..] ? $"'{stray}' is no command or option here." : OneLine(first.Message);
            Console.Error.WriteLine($"{Name}: {problem} See '{string.Join(' ', Path(parsed.CommandResult))} --help'.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(_configuration);
        }
        catch (Exception e) when (Failure.Describe(e) is { } failure)
        {
            Console.Error.WriteLine($"{Name}: {OneLine(failure.Message)}");
            return failure.ExitCode;
        }
    }

    private static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? Path(parent).Append(result.Command.Name) : [Name];

    private static string OneLine(string message) => string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
