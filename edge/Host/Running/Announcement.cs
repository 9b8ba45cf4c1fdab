using KubeEdge.EdgeMesh.Edge.Host.Commands;
using KubeEdge.EdgeMesh.Edge.Host.Status;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>Says, once everything has started, what is served where: with port 0 nobody else knows.</summary>
internal sealed class Announcement(IServer server, EdgeRun run, ILogger<Announcement> log) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        StatusSocket.Close(run.Data);
        log.Serving(VersionCommand.Current, string.Join(" and ", ServedAddresses.Of(server)), run.Identity.Config.Node, run.Identity.Config.Cloud.ToString());
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        log.Stopping();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
