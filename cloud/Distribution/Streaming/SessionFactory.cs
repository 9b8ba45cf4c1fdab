using System.Reflection;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>Makes sessions.</summary>
internal sealed class SessionFactory(
    ClusterView view, IInterestAuthorizer authorizer, IOptions<DistributionOptions> options, DistributionMetrics metrics, TimeProvider time,
    ILogger<EdgeSyncService> logger)
{
    private static readonly string _version =
        typeof(SessionFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly SessionContext _context = new(view, authorizer, options.Value, metrics, time, logger);

    public Session Create(EdgeFrame.Hello hello, uint protocol, string peer) => new(hello, _context, new Welcoming(protocol, _version, view.Cluster), peer);
}
