using System.CommandLine;
using KubeEdge.EdgeMesh.Proto.Wire.Versioning;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary><c>version</c></summary>
internal static class VersionCommand
{
    /// <summary>For example <c>0.1.0</c>.</summary>
    public static string Current { get; } = typeof(VersionCommand).Assembly.GetName().Version!.ToString(3);

    public static Command Create()
    {
        var command = new Command("version", "Say which version this is, and which protocols it speaks with the cloud.");
        command.SetAction(_ =>
        {
            Console.Out.WriteLine($"edgemesh-edge {Current}, protocol {ProtocolRange.Ours}");
            return ExitCode.Ok;
        });
        return command;
    }
}
