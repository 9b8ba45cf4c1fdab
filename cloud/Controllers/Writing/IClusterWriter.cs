using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Writing;

/// <summary>Writes to the cluster as ourselves.</summary>
internal interface IClusterWriter
{
    /// <summary>
    /// Applies a JSON merge patch to an object that is still at <paramref name="revision"/>: what was decided by an older state is not written.
    /// </summary>
    /// <param name="resource">The collection.</param>
    /// <param name="key">The object.</param>
    /// <param name="revision">The revision that the patch was decided by.</param>
    /// <param name="patch">Only what changes; null removes a member.</param>
    /// <param name="subresource">For example <c>status</c>; empty for the object itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StatusException">The API server refused; Conflict where the object has changed.</exception>
    /// <exception cref="HttpRequestException">The API server did not answer.</exception>
    /// <exception cref="TimeoutException">The API server took too long.</exception>
    Task MergeAsync(
        GroupVersionResource resource, ObjectKey key, long revision, JsonObject patch, string subresource, CancellationToken cancellationToken);
}
