using System.CommandLine;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary><c>crds print|install</c></summary>
internal static class CrdsCommand
{
    public static Command Create()
    {
        var print = new Command("print", "Print the definitions as YAML.");
        print.SetAction(_ =>
        {
            Console.Out.Write(CrdText.ReadAll());
            return ExitCode.Ok;
        });

        var cluster = new ClusterArguments();
        var install = new Command("install", "Apply the definitions and wait until the cluster serves them.");
        cluster.AddTo(install);
        install.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = cluster.Build(parsed);
            await services.GetRequiredService<ICrdInstaller>().InstallAsync(cancellationToken);
            return ExitCode.Ok;
        });
        return new Command("crds", "The CustomResourceDefinitions of node groups and edge applications.") { print, install };
    }
}
