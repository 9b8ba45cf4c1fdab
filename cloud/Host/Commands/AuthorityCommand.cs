using System.CommandLine;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary><c>ca list|rotate|promote|retire</c></summary>
internal static class AuthorityCommand
{
    public static Command Create()
    {
        var now = new Option<bool>("--now") { Description = "Though the next CA was announced less than a day ago." };
        var force = new Option<bool>("--force") { Description = "Though nodes still have certificates of the former CA: these have to join again." };
        return new Command("ca", "The CA that signs for nodes and for the cloud, and how it is changed: rotate, a day later promote, and when all nodes have come for new certificates retire.")
        {
            CreateList(),
            CreateStep("rotate", "Make the next CA. It is trusted from now on, within seconds by edges that are connected, and signs nothing yet.", null,
                (rotation, _, cancellationToken) => rotation.AnnounceAsync(cancellationToken), "The next CA is announced. A day from now: edgemesh-cloud ca promote"),
            CreateStep("promote", "Let the next CA sign for nodes. Edges that are offline come back with what they have.", now,
                (rotation, early, cancellationToken) => rotation.PromoteAsync(early, cancellationToken), "The new CA signs. When all nodes have come for certificates: edgemesh-cloud ca retire"),
            CreateStep("retire", "Trust the former CA no more. Join tokens that were made before are useless then.", force,
                (rotation, used, cancellationToken) => rotation.RetireAsync(used, cancellationToken), "The former CA counts no more."),
        };
    }

    private static Command CreateList()
    {
        var cluster = new ClusterArguments();
        var command = new Command("list", "Show the CAs and what each is for.");
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = cluster.Build(parsed);
            Console.Out.WriteLine($"{"ROLE",-10}{"UNTIL",-22}SHA-256");
            foreach (var authority in await services.GetRequiredService<IAuthorityRotation>().ListAsync(cancellationToken))
                Console.Out.WriteLine($"{authority.Role,-10}{authority.Until.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", null),-22}{authority.Hash}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateStep(string name, string description, Option<bool>? anyway, Func<IAuthorityRotation, bool, CancellationToken, Task> step, string done)
    {
        var cluster = new ClusterArguments();
        var command = new Command(name, description);
        if (anyway is not null) command.Options.Add(anyway);
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = cluster.Build(parsed);
            await step(services.GetRequiredService<IAuthorityRotation>(), anyway is not null && parsed.GetValue(anyway), cancellationToken);
            Console.Out.WriteLine(done);
            return ExitCode.Ok;
        });
        return command;
    }
}
