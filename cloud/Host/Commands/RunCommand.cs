using System.CommandLine;
using System.Net;
using KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using KubeEdge.EdgeMesh.Cloud.Host.Running;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary><c>run</c></summary>
internal static class RunCommand
{
    /// <summary>Where edges reach the cloud unless somebody says otherwise.</summary>
    public const int DefaultPort = 10350;

    public static Command Create()
    {
        var cluster = new ClusterArguments();
        var logs = new LogArguments();
        var listen = Arguments.Endpoint("--listen", "Where edges reach the cloud: gRPC and HTTPS on one port.", new IPEndPoint(IPAddress.Any, DefaultPort));
        var health = Arguments.Endpoint("--health-listen", "Where /healthz and /readyz are served, as plain HTTP.", new IPEndPoint(IPAddress.Any, DefaultPort + 1));
        var advertise = new Option<string[]>("--advertise")
        {
            Description = "Names and addresses under which edges reach the cloud, for its certificate. The host's name and loopback are always in it. Repeatable.",
            HelpName = "NAME",
            DefaultValueFactory = _ => [],
        };
        var domain = new Option<string>("--cluster-domain")
        {
            Description = "The cluster's DNS domain.",
            HelpName = "NAME",
            DefaultValueFactory = _ => new EnrolmentOptions().ClusterDomain,
        };
        var days = new Option<int>("--node-certificate-days")
        {
            Description = "How long the certificates of nodes last; those that the cluster signs perhaps less.",
            HelpName = "DAYS",
            DefaultValueFactory = _ => (int)new EnrolmentOptions().NodeCertificateLifetime.TotalDays,
        };
        var signer = new Option<ServingSigner>("--serving-signer")
        {
            Description = "Who signs the certificates of MetaServers: the cluster's kubelet-serving signer, our own CA, or auto: the cluster's where that works.",
            HelpName = "auto|cluster|own",
            DefaultValueFactory = _ => new EnrolmentOptions().ServingSigner,
        };
        var nodeSigner = new Option<NodeSigner>("--node-signer")
        {
            Description = "Who signs the client certificates of nodes: our own CA, or the cluster's kube-apiserver-client-kubelet signer. What the cluster signs is good at the API server " +
                "directly, as that node, and stays so when the node is revoked here. Wants cloud/deploy/edgemesh-cloud-node-signer.yaml. Nobody is cut off by a change.",
            HelpName = "own|cluster",
            DefaultValueFactory = _ => new EnrolmentOptions().NodeSigner,
        };
        var virtualAddresses = new Option<string[]>("--metaserver-address")
        {
            Description = "A further virtual address on which MetaServers may serve, beside 169.254.30.10. Repeatable.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => [],
        };
        var installCrds = new Option<bool>("--install-crds") { Description = "Apply the CustomResourceDefinitions at the start, as crds install does." };
        var elect = new Option<bool>("--leader-elect")
        {
            Description = "Agree with other replicas, by a Lease in --namespace, on the one that runs the controllers. Turn it off for a single replica only.",
            DefaultValueFactory = _ => new LeadershipOptions().Enabled,
        };

        var command = new Command("run", "Serve edges until stopped.") { listen, health, advertise, domain, days, signer, nodeSigner, virtualAddresses, installCrds, elect };
        cluster.AddTo(command);
        logs.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var started = false;
            await using var app = CloudApplication.Build(new CloudRun(
                parsed.GetValue(listen)!,
                parsed.GetValue(health)!,
                parsed.GetValue(installCrds),
                services => cluster.AddCluster(services, parsed),
                enrolment =>
                {
                    enrolment.Namespace = parsed.GetValue(cluster.Namespace)!;
                    enrolment.ClusterDomain = parsed.GetValue(domain)!;
                    enrolment.NodeCertificateLifetime = TimeSpan.FromDays(Math.Min(parsed.GetValue(days), 36500));
                    enrolment.ServingSigner = parsed.GetValue(signer);
                    enrolment.NodeSigner = parsed.GetValue(nodeSigner);
                    foreach (var address in parsed.GetValue(virtualAddresses)!) enrolment.MetaServerAddresses.Add(address);
                    foreach (var name in parsed.GetValue(advertise)!) enrolment.AdvertisedNames.Add(name);
                },
                leadership =>
                {
                    leadership.Enabled = parsed.GetValue(elect);
                    leadership.Namespace = parsed.GetValue(cluster.Namespace)!;
                },
                logging => logs.Configure(logging, parsed, () => started)));
            await app.StartAsync(cancellationToken);
            started = true;
            await app.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }
}
