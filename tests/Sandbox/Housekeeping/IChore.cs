namespace KubeEdge.EdgeMesh.Tests.Sandbox.Housekeeping;

/// <summary>Runs beside the API until the cluster stops.</summary>
internal interface IChore
{
    Task RunAsync(CancellationToken cancellationToken);
}
