using System.CommandLine;
using KubeEdge.EdgeMesh.Edge.Host.Commands;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Running;

SystemAuthorities.Ignore();
NativeHeap.KeepSmall();
return await CommandLineRunner.RunAsync(
    new RootCommand("The edge side of EdgeMesh: keeps a working Kubernetes API on its node, with or without the cloud.")
    {
        JoinCommand.Create(),
        RunCommand.Create(),
        StatusCommand.Create(),
        KubeconfigCommand.Create(),
        VersionCommand.Create(),
    },
    args);
