using System.CommandLine;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary><c>render</c></summary>
internal static class RenderCommand
{
    public static Command Create()
    {
        var files = new Option<string[]>("--filename", "-f")
        {
            Description = "A file with EdgeApplications, and NodeGroups if there is no cluster to ask: YAML or JSON, of several documents if need be; - is the standard input. Repeatable.",
            HelpName = "FILE",
            Required = true,
        };
        var ns = new Option<string>("--namespace", "-n")
        {
            Description = "The namespace of EdgeApplications that name none.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "default",
        };
        var command = new Command("render", "Show what EdgeApplications mean: the objects for each target. Nothing is written anywhere but here.") { files, ns };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var input = await RenderInput.ReadAsync(parsed.GetValue(files)!, parsed.GetValue(ns)!, cancellationToken);
            var sound = true;
            foreach (var app in input.Applications)
            {
                var rendering = Renderer.Render(app, input.Groups);
                foreach (var fault in RenderingText.Faults(app, rendering)) Console.Error.WriteLine($"error: {fault}");
                foreach (var notice in RenderingText.Notices(app, rendering)) Console.Error.WriteLine($"notice: {notice}");
                Console.Out.Write(RenderingText.Objects(app, rendering));
                sound &= rendering.IsSound;
            }
            return sound ? ExitCode.Ok : ExitCode.Misconfigured;
        });
        return command;
    }
}
