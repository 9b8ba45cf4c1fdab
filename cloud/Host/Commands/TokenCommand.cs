using System.CommandLine;
using System.Globalization;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary><c>token create|list|delete</c></summary>
internal static class TokenCommand
{
    public static Command Create() => new("token", "Join tokens: with one, a node of the cluster becomes an edge.") { CreateCreate(), CreateList(), CreateDelete() };

    private static Command CreateCreate()
    {
        var cluster = new ClusterArguments();
        var node = new Option<string?>("--node") { Description = "The only node that may use the token; with such a token the node can replace one that has joined (join --replace). Default: any node of the cluster.", HelpName = "NAME" };
        var uses = new Option<int?>("--uses") { Description = "How many nodes may join with the token. Default: one with --node, else any number.", HelpName = "NUMBER" };
        uses.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1) result.AddError("--uses wants a number of at least 1.");
        });
        var lifetime = Arguments.Duration("--ttl", "How long the token lasts.", TimeSpan.FromHours(24));
        var cloud = new Option<string>("--cloud")
        {
            Description = "Where edges reach the cloud; its certificate must carry the name (see run --advertise).",
            HelpName = "HOST:PORT",
            DefaultValueFactory = _ => $"{Environment.MachineName.ToLowerInvariant()}:{RunCommand.DefaultPort}",
        };
        var description = new Option<string>("--description") { Description = "For people.", HelpName = "TEXT", DefaultValueFactory = _ => "edgemesh-cloud token create" };
        var output = new Option<string>("--output", "-o") { Description = "Print the whole join command, or the token alone.", DefaultValueFactory = _ => "command" };
        output.AcceptOnlyFromAmong("command", "token");

        var command = new Command("create", "Make a token and print the command that joins a node with it.") { node, uses, lifetime, cloud, description, output };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = cluster.Build(parsed);
            var token = await services.GetRequiredService<IJoinTokens>().CreateAsync(
                new TokenTerms(parsed.GetValue(lifetime), parsed.GetValue(node), parsed.GetValue(uses) ?? (parsed.GetValue(node) is null ? null : 1), parsed.GetValue(description)!),
                cancellationToken);
            Console.Out.WriteLine(parsed.GetValue(output) == "token"
                ? token.Reveal()
                : $"edgemesh-edge join --cloud {parsed.GetValue(cloud)} --token {token.Reveal()} --node-name {parsed.GetValue(node) ?? "\"$(hostname)\""}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateList()
    {
        var cluster = new ClusterArguments();
        var command = new Command("list", "Show the tokens, without their secrets.");
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = cluster.Build(parsed);
            var tokens = await services.GetRequiredService<IJoinTokens>().ListAsync(cancellationToken);
            Console.Out.WriteLine($"{"ID",-8}{"EXPIRES",-22}{"USES",-6}{"NODE",-24}DESCRIPTION");
            foreach (var token in tokens)
                Console.Out.WriteLine($"{token.Id,-8}{token.Expires?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", null) ?? "never",-22}{token.Uses?.ToString(CultureInfo.InvariantCulture) ?? "any",-6}{token.Node ?? "any",-24}{token.Description}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateDelete()
    {
        var cluster = new ClusterArguments();
        var id = new Argument<string>("ID") { Description = "The token's id: its first six characters after the hash." };
        var command = new Command("delete", "Make a token useless at once. Nodes that have joined stay joined.") { id };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = cluster.Build(parsed);
            if (await DeleteAsync(services.GetRequiredService<IJoinTokens>(), parsed.GetValue(id)!, cancellationToken))
                return ExitCode.Ok;
            throw new UsageException($"There is no token '{parsed.GetValue(id)}'. 'edgemesh-cloud token list' shows those there are.");
        });
        return command;
    }

    private static async Task<bool> DeleteAsync(IJoinTokens tokens, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await tokens.DeleteAsync(id, cancellationToken);
        }
        catch (ArgumentException)
        {
            throw new UsageException($"'{id}' is no token id: it has six lower-case letters and digits, and 'edgemesh-cloud token list' shows it.");
        }
    }
}
