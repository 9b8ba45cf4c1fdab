using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

/// <summary>
/// The cluster's API from inside the process, as an administrator: the same checks, defaults and side effects as over HTTPS, without HTTP.
/// Every object that goes in or comes out is the caller's own copy. Members are safe to call from any thread; a write returns when it is
/// committed. Refusals are thrown as <c>StatusException</c> with the reason that the HTTP answer would carry (NotFound, Conflict,
/// AlreadyExists, Invalid …).
/// </summary>
public interface IClusterClient
{
    /// <summary>The object as it is now, or null.</summary>
    JsonObject? Get(GroupVersionResource resource, ObjectKey key);

    /// <summary>The objects as they are now, in the order of their keys; of one namespace, or of all where it is null.</summary>
    IReadOnlyList<JsonObject> List(GroupVersionResource resource, string? ns = null);

    /// <summary>Creates the object; its namespace is read from its metadata. Returns it as stored.</summary>
    JsonObject Create(GroupVersionResource resource, JsonObject value);

    /// <summary>
    /// Replaces the object, or with <paramref name="subresource"/> <c>status</c> only its status. Where <c>metadata.resourceVersion</c> is set
    /// and no longer current: Conflict. Without a change nothing is written and no event is sent. Returns the object as stored.
    /// </summary>
    JsonObject Update(GroupVersionResource resource, JsonObject value, string subresource = "");

    /// <summary>
    /// Deletes the object as <paramref name="options"/> say: at once, or by setting its <c>deletionTimestamp</c> where finalizers or a pod's
    /// grace period hold it. False where there is none. A pod with a <c>deletionTimestamp</c> is finished by
    /// <see cref="DeleteOptions.Now"/>.
    /// </summary>
    bool Delete(GroupVersionResource resource, ObjectKey key, DeleteOptions? options = null);

    /// <summary>Binds a pod to a node, as a scheduler does: Conflict where it is bound already.</summary>
    void Bind(ObjectKey pod, string node);

    /// <summary>
    /// What exists as Added events, then one <see cref="ClusterEvent.Synced"/>, then every change in order. Ends only with the token: a
    /// watch that the store cut is resumed inside by listing again, so that an object may come again as Modified, and one that went
    /// meanwhile comes as Deleted.
    /// </summary>
    IAsyncEnumerable<ClusterEvent> WatchAsync(GroupVersionResource resource, CancellationToken cancellationToken);
}
