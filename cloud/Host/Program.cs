using System.CommandLine;
using KubeEdge.EdgeMesh.Cloud.Host.Commands;

return await CommandLineRunner.RunAsync(
    new RootCommand("The cloud side of EdgeMesh: tells each edge node its share of the cluster.")
    {
        RunCommand.Create(),
        TokenCommand.Create(),
        NodeCommand.Create(),
        AuthorityCommand.Create(),
        CrdsCommand.Create(),
        RenderCommand.Create(),
        ExplainCommand.Create(),
        VersionCommand.Create(),
    },
    args);
