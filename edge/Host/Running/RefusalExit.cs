using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Sync;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>
/// Ends the process when the cloud refuses it, but only where nothing is lost by it: a daemon that was ever connected holds what pods read,
/// and goes on serving it. A Node that the cluster does not have is waited for: whoever registers it may do so through this very daemon, and one
/// that was deleted by mistake must not take the node's API with it.
/// </summary>
internal sealed class RefusalExit(ILink link, IHostApplicationLifetime lifetime, ILogger<RefusalExit> log) : IRefusalHandler
{
    private volatile string? _reason;

    /// <summary>Why the process ends; null where it does not end because of a refusal.</summary>
    public string? Reason => _reason;

    public void Refused(Refusal refusal)
    {
        if (refusal.Kind == RefusalKind.UnknownNode || refusal.EverConnected || link.State.LastContact is not null)
        {
            log.ServesThoughRefused(refusal.Message);
            return;
        }

        _reason = $"The cloud refuses this node: {refusal.Message}.";
        lifetime.StopApplication();
    }
}
