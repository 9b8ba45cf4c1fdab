using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Writing;

/// <summary>
/// Writes to the cluster as ourselves. Every method throws a <see cref="StatusException"/> where the API server refused, an
/// <see cref="HttpRequestException"/> where it did not answer, a <see cref="TimeoutException"/> where it took too long.
/// </summary>
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
    Task MergeAsync(
        GroupVersionResource resource, ObjectKey key, long revision, JsonObject patch, string subresource, CancellationToken cancellationToken);

    /// <summary>
    /// Server-side apply: makes the object, or makes the fields that <paramref name="configuration"/> states as it states them and gives up those that
    /// the manager stated before. A <c>metadata.uid</c> in it makes it an apply to that very object: Conflict where it is another or gone.
    /// </summary>
    /// <param name="resource">The collection.</param>
    /// <param name="key">The object.</param>
    /// <param name="configuration">With apiVersion and kind.</param>
    /// <param name="manager">The field manager.</param>
    /// <param name="force">Whether to take fields over from other managers that have set them otherwise; else that is a Conflict.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The object as it is after that, without managedFields. At its old revision where nothing changed.</returns>
    Task<RawObject> ApplyAsync(
        GroupVersionResource resource, ObjectKey key, JsonObject configuration, string manager, bool force, CancellationToken cancellationToken);

    /// <summary>Deletes the object if it is still that one; what depends on it goes after it.</summary>
    /// <returns>False where it had gone before, or is another by that name.</returns>
    Task<bool> DeleteAsync(GroupVersionResource resource, ObjectKey key, string uid, CancellationToken cancellationToken);

    /// <summary>The object as it is now with all that informers leave out, managedFields among it; null where there is none.</summary>
    Task<JsonObject?> ReadAsync(GroupVersionResource resource, ObjectKey key, CancellationToken cancellationToken);
}
