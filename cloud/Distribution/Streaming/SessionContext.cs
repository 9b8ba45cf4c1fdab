using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>What all sessions share.</summary>
internal sealed record SessionContext(
    ClusterView View, IInterestAuthorizer Authorizer, DistributionOptions Options, DistributionMetrics Metrics, TimeProvider Time, ILogger Logger);
