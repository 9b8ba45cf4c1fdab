using System.CommandLine;
using KubeEdge.EdgeMesh.Edge.Host.Joining;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary><c>join</c></summary>
internal static class JoinCommand
{
    public static Command Create()
    {
        var cloud = Arguments.Cloud();
        var token = new Option<JoinToken>("--token")
        {
            Description = "The join token that 'edgemesh-cloud token create' printed.",
            HelpName = "TOKEN",
            Required = true,
            CustomParser = result =>
            {
                if (JoinToken.TryParse(result.Tokens[0].Value, out var parsed))
                    return parsed;
                result.AddError("--token is malformed: it has the form <64 hex digits>.<6 characters>.<16 characters>. Copy it whole from 'edgemesh-cloud token create'.");
                return null;
            },
        };
        var node = new Option<string>("--node-name")
        {
            Description = "The node's name in the cluster, as 'kubectl get nodes' shows it.",
            HelpName = "NAME",
            DefaultValueFactory = _ => Environment.MachineName.ToLowerInvariant(),
        };
        var data = Arguments.Data();
        var force = new Option<bool>("--force") { Description = "Join anew though the directory has joined already; what it holds of the cluster stays." };
        var replace = new Option<bool>("--replace")
        {
            Description = "Be the node from now on even if a machine has joined under its name, this one or another, or it was revoked; what runs under it is cut off. Needs a token for this node.",
        };

        var command = new Command("join", "Make this machine an edge node of the cloud.") { cloud, token, node, data, force, replace };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var joined = await new Joiner(TimeProvider.System).JoinAsync(
                parsed.GetValue(data)!, parsed.GetValue(cloud)!, parsed.GetValue(token)!, parsed.GetValue(node)!, parsed.GetValue(force), parsed.GetValue(replace), cancellationToken);
            Console.Out.WriteLine($"Node '{joined.Node}' has joined the cloud at {joined.Cloud}. Start it with: edgemesh-edge run --data {Path.GetFullPath(parsed.GetValue(data)!)}");
            return ExitCode.Ok;
        });
        return command;
    }
}
