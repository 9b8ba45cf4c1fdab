using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>Asks the cluster what a caller may read. It has been checked already that the caller is the ServiceAccount of a pod on the node.</summary>
public interface IInterestAuthorizer
{
    /// <summary>Whether <paramref name="user"/> may list and watch the whole collection, over all namespaces. An exception means: not known.</summary>
    ValueTask<InterestDecision> DecideAsync(string user, GroupVersionResource collection, CancellationToken cancellationToken);
}
