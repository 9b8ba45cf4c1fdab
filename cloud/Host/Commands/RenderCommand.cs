using System.CommandLine;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary><c>render</c></summary>
internal static class RenderCommand
{
    public static Command Create()
    {
        var cluster = new ClusterArguments();
        var files = new Option<string[]>("--filename", "-f")
        {
            Description = "A file with EdgeApplications, and NodeGroups if no cluster is asked for them: YAML or JSON, of several documents if need be; - is the standard input. Repeatable.",
            HelpName = "FILE",
            Required = true,
        };
        var ns = new Option<string>("--namespace", "-n") { Description = "The namespace of EdgeApplications that name none.", HelpName = "NAME", DefaultValueFactory = _ => "default" };
        var diff = new Option<bool>("--diff") { Description = "Show what would change in the cluster instead. Ends with 0 if nothing would, 1 if something would, above 1 if that cannot be said." };
        var command = new Command("render", "Show what EdgeApplications mean: the objects for each target. Nothing is written to the cluster. With --diff or --kubeconfig its NodeGroups are used too.")
        {
            files, ns, diff, cluster.Kubeconfig, cluster.Context,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var input = await RenderInput.ReadAsync(parsed.GetValue(files)!, parsed.GetValue(ns)!, cancellationToken);
            var isDiff = parsed.GetValue(diff);
            if (!isDiff && parsed.GetValue(cluster.Kubeconfig) is null && parsed.GetValue(cluster.Context) is null) return Print(input.Applications, input.Groups);
            await using var services = Services(cluster, parsed);
            try
            {
                var preview = services.GetRequiredService<IApplicationPreview>();
                var groups = Together(input.Groups, await preview.NodeGroupsAsync(cancellationToken));
                return isDiff ? await DiffAsync(preview, input.Applications, groups, cancellationToken) : Print(input.Applications, groups);
            }
            catch (Exception e) when (isDiff && Failure.Describe(e) is { ExitCode: ExitCode.Failed } failure)
            {
                // 1 is what differences end with.
                Console.Error.WriteLine($"edgemesh-cloud: {failure.Message}");
                return ExitCode.NoAnswer;
            }
        });
        return command;
    }

    private static ServiceProvider Services(ClusterArguments cluster, ParseResult parsed)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        cluster.AddCluster(services, parsed);
        services.AddApplicationPreview();
        return services.BuildServiceProvider();
    }

    /// <summary>A file's NodeGroup takes the place of the cluster's.</summary>
    private static List<NodeGroup> Together(IReadOnlyList<NodeGroup> given, IReadOnlyList<NodeGroup> live) =>
        [.. given.Concat(live.Where(group => given.All(other => other.Name != group.Name)))];

    private static int Print(IReadOnlyList<EdgeApplication> applications, IReadOnlyList<NodeGroup> groups)
    {
        var sound = true;
        foreach (var app in applications)
        {
            var rendering = Render(app, groups);
            Console.Out.Write(RenderingText.Objects(app, rendering));
            sound &= rendering.IsSound;
        }
        return sound ? ExitCode.Ok : ExitCode.Misconfigured;
    }

    private static async Task<int> DiffAsync(
        IApplicationPreview preview, IReadOnlyList<EdgeApplication> applications, IReadOnlyList<NodeGroup> groups, CancellationToken cancellationToken)
    {
        var (sound, differs) = (true, false);
        foreach (var app in applications)
        {
            var rendering = Render(app, groups);
            sound &= rendering.IsSound;
            foreach (var difference in await preview.CompareAsync(app, rendering, cancellationToken))
            {
                if (difference.Problem.Length > 0) Console.Error.WriteLine($"error: {app.Namespace}/{app.Name}: {difference.Problem}");
                sound &= difference.Problem.Length == 0;
                differs |= difference.Differs;
                Console.Out.Write(difference.Unified);
            }
        }
        return !sound ? ExitCode.Misconfigured : differs ? ExitCode.Differs : ExitCode.Ok;
    }

    private static Rendering Render(EdgeApplication app, IReadOnlyList<NodeGroup> groups)
    {
        var rendering = Renderer.Render(app, groups);
        foreach (var fault in RenderingText.Faults(app, rendering)) Console.Error.WriteLine($"error: {fault}");
        foreach (var notice in RenderingText.Notices(app, rendering)) Console.Error.WriteLine($"notice: {notice}");
        return rendering;
    }
}
