using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications;

/// <summary>Follows EdgeApplications and all that they depend on, and has them reconciled.</summary>
internal sealed class EdgeApplicationController(
    IInformers informers, IClusterWriter writer, IEventRecorder events, ControllerMetrics metrics, TimeProvider time,
    ILogger<EdgeApplicationController> logger) : IController
{
    private const int WorkerCount = 4;
    private static readonly TimeSpan MinBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromMinutes(1);

    public string Name => "edgeapplications";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var queue = new WorkQueue<ObjectKey>(time, new Random(), MinBackoff, MaxBackoff);
        using var world = new World(informers, queue, logger);
        await world.StartAsync(cancellationToken);
        Log.EdgeApplicationsStarted(logger, world.Applications.Keys.Count(), world.Groups.Snapshot().Count);

        var announcer = new Announcer(events);
        var applier = new Applier(writer, world.Children, world.Autoscalers, time);
        var reconciler = new EdgeApplicationReconciler(
            world, new Assessor(world.Children, world.Autoscalers, time), applier, new Removal(world, applier, announcer, writer), writer, announcer, time);
        await new Workers<ObjectKey>("edgeapplication", queue, reconciler, WorkerCount, metrics, time, logger).RunAsync(cancellationToken);
    }
}
