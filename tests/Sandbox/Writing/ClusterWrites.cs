using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>The verbs that change one object, each as one transaction.</summary>
internal sealed class ClusterWrites(Ledger ledger, Creation creation, Replacement replacement)
{
    /// <summary>Creates an object, which becomes the store's.</summary>
    public JsonObject Create(ResourceDefinition definition, JsonObject value, WriteOptions options) =>
        ledger.Write(options, transaction => creation.Create(transaction, definition, value, options));

    /// <summary>Replaces an object, or a part of it.</summary>
    public JsonObject Update(ResourceDefinition definition, ObjectKey key, JsonObject value, string subresource, WriteOptions options) =>
        ledger.Write(options, transaction => replacement.Update(transaction, definition, key, value, subresource, options));

    /// <summary>
    /// Replaces an object by what <paramref name="change"/> makes of its current state; where it returns null there is nothing to do.
    /// </summary>
    public JsonObject Change(
        ResourceDefinition definition, ObjectKey key, string subresource, WriteOptions options, Func<Transaction, JsonObject, JsonObject?> change) =>
        ledger.Write(options, transaction =>
        {
            var old = transaction.Get(definition.Resource, key)
                ?? throw Proto.ApiMachinery.Errors.KubernetesStatus.NotFound(definition.Resource, key.Name).ToException();
            return change(transaction, (JsonObject)old.DeepClone()) is { } next
                ? replacement.Update(transaction, definition, key, old, next, subresource, options)
                : old;
        });

    /// <summary>Creates the object, or replaces it by what <paramref name="change"/> makes of it, in one transaction.</summary>
    public (JsonObject Value, bool Created) CreateOrChange(
        ResourceDefinition definition, ObjectKey key, WriteOptions options, Func<JsonObject?, JsonObject> change) =>
        ledger.Write(options, transaction =>
        {
            var old = transaction.Get(definition.Resource, key);
            var next = change((JsonObject?)old?.DeepClone());
            return old is null
                ? (creation.Create(transaction, definition, next, options), true)
                : (replacement.Update(transaction, definition, key, old, next, "", options), false);
        });

    /// <summary>Deletes an object.</summary>
    public DeletionResult Delete(ResourceDefinition definition, ObjectKey key, DeleteOptions delete, WriteOptions options) =>
        ledger.Write(options, transaction => Deletion.Delete(transaction, definition, key, delete));
}
