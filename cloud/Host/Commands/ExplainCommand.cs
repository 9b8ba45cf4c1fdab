using System.CommandLine;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Distribution.Explaining;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary><c>explain service</c></summary>
internal static class ExplainCommand
{
    public static Command Create() => new("explain", "Say why a node sees what it sees.") { CreateService() };

    private static Command CreateService()
    {
        var cluster = new ClusterArguments();
        var service = new Argument<string>("NAMESPACE/NAME") { Description = "The Service." };
        var node = new Option<string>("--node") { Description = "The node that looks.", HelpName = "NAME", Required = true };
        var output = new Option<string>("--output", "-o") { Description = "For people, or for programs.", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");

        var command = new Command("service", "Show each backend of a Service, whether the node sees it, and why. Reads the cluster only.") { service, node, output };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var parts = parsed.GetValue(service)!.Split('/');
            if (parts is not [{ Length: > 0 } ns, { Length: > 0 } name]) throw new UsageException($"'{parsed.GetValue(service)}' is not NAMESPACE/NAME, for example default/web.");
            await using var services = cluster.Build(parsed);
            var reading = new ExplainReading(services.GetRequiredService<IClusterConnection>());
            var explanation = ServiceExplainer.Explain(await reading.ReadAsync(ns, name, parsed.GetValue(node)!, cancellationToken), parsed.GetValue(node)!);
            if (parsed.GetValue(output) == "json") ExplainText.WriteJson(Console.Out, explanation);
            else ExplainText.Write(Console.Out, explanation);
            return ExitCode.Ok;
        });
        return command;
    }
}
