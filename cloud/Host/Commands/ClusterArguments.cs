using System.CommandLine;
using KubeEdge.EdgeMesh.Cloud.Cluster;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary>The options of every command that speaks to the cluster.</summary>
internal sealed class ClusterArguments
{
    public Option<string?> Kubeconfig { get; } = new("--kubeconfig")
    {
        Description = "The kubeconfig file of the cluster. Default: the pod's own account, else $KUBECONFIG, else ~/.kube/config.",
        HelpName = "FILE",
    };

    public Option<string?> Context { get; } = new("--context") { Description = "The context of the kubeconfig to use. Default: its current one.", HelpName = "NAME" };

    public Option<string> Namespace { get; } = new("--namespace")
    {
        Description = "The namespace that holds the cloud's CA and its lease; made where it does not exist.",
        HelpName = "NAME",
        DefaultValueFactory = _ => new EnrolmentOptions().Namespace,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Kubeconfig);
        command.Options.Add(Context);
        command.Options.Add(Namespace);
    }

    /// <summary>Registers the Cluster room for what the command line names.</summary>
    public void AddCluster(IServiceCollection services, ParseResult parsed) => services.AddCluster(options =>
    {
        options.Kubeconfig = parsed.GetValue(Kubeconfig);
        options.Context = parsed.GetValue(Context);
    });

    /// <summary>The rooms that a short command needs, without a server.</summary>
    public ServiceProvider Build(ParseResult parsed)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        AddCluster(services, parsed);
        services.AddEnrolment(options => options.Namespace = parsed.GetValue(Namespace)!);
        return services.BuildServiceProvider();
    }
}
