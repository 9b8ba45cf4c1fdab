using System.CommandLine;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary><c>node list|revoke</c></summary>
internal static class NodeCommand
{
    public static Command Create() => new("node", "The nodes that have joined.") { CreateList(), CreateRevoke() };

    private static Command CreateList()
    {
        var cluster = new ClusterArguments();
        var command = new Command("list", "Show who has joined, and how long their certificates last.");
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = cluster.Build(parsed);
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            Console.Out.WriteLine($"{"NODE",-24}{"JOINED",-22}{"STATE",-10}CERTIFICATE UNTIL");
            foreach (var member in await services.GetRequiredService<IMembers>().ListAsync(cancellationToken))
            {
                var until = member.Certificates.Count == 0 ? "none" : Text(member.Certificates.Max(certificate => certificate.Until));
                var state = member.Revoked is not null ? "revoked" : member.IsEnrolled(now) ? "enrolled" : "expired";
                Console.Out.WriteLine($"{member.Node,-24}{Text(member.Joined),-22}{state,-10}{until}");
            }
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateRevoke()
    {
        var cluster = new ClusterArguments();
        var node = new Argument<string>("NAME") { Description = "The node's name." };
        var command = new Command("revoke", "Refuse a node from now on: what it has open ends at every replica of the cloud, and its certificates count no more.") { node };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = cluster.Build(parsed);
            var name = parsed.GetValue(node)!;
            if (!await services.GetRequiredService<IMembers>().RevokeAsync(name, cancellationToken))
                throw new UsageException($"No node '{name}' has joined. 'edgemesh-cloud node list' shows those that have.");
            Console.Out.WriteLine($"Node '{name}' is revoked. What it has for the API server itself is not (its kubelet's credentials, and its certificate where --node-signer is cluster): see to these, and delete the Node. To let it come back: edgemesh-cloud token create --node {name}, " +
                "and join with --replace.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", null);
}
