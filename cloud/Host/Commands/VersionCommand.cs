using System.CommandLine;
using System.Reflection;
using KubeEdge.EdgeMesh.Proto.Wire.Versioning;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary><c>version</c></summary>
internal static class VersionCommand
{
    /// <summary>For example <c>0.1.0</c>.</summary>
    public static string Current { get; } = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    public static Command Create()
    {
        var command = new Command("version", "Say which version this is, and which protocols it speaks with edges.");
        command.SetAction(_ =>
        {
            Console.Out.WriteLine($"edgemesh-cloud {Current}, protocol {ProtocolRange.Ours}");
            return ExitCode.Ok;
        });
        return command;
    }
}
