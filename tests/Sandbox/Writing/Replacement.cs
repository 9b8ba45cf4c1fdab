using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>The verb update, and the second half of patch.</summary>
internal sealed class Replacement(ObjectAdmission admission)
{
    /// <summary>Replaces the object, or with a subresource that part of it. Returns it as stored.</summary>
    public JsonObject Update(Transaction transaction, ResourceDefinition definition, ObjectKey key, JsonObject next, string subresource, WriteOptions options)
    {
        var old = transaction.Get(definition.Resource, key) ?? throw KubernetesStatus.NotFound(definition.Resource, key.Name).ToException();
        return Update(transaction, definition, key, old, next, subresource, options);
    }

    /// <summary>Replaces the object that was just read.</summary>
    public JsonObject Update(
        Transaction transaction, ResourceDefinition definition, ObjectKey key, JsonObject old, JsonObject next, string subresource, WriteOptions options)
    {
        Preconditions(definition, key, old, next);
        KeepIdentity(old, next);
        next = Parts.Merge(definition, old, next, subresource);
        admission.Update(transaction, definition, next, old, key, subresource, options);

        if (definition.HasGeneration && !Parts.SameSpec(old, next)) next.Meta()["generation"] = (old.Obj("metadata").Int("generation") ?? 0) + 1;
        if (ReadyToGo(definition, next))
        {
            transaction.Remove(definition, key, old);
            return next;
        }
        if (Parts.SameButForTimes(old, next)) return old;
        transaction.Put(definition, key, next, old);
        return next;
    }

    private static void Preconditions(ResourceDefinition definition, ObjectKey key, JsonObject old, JsonObject next)
    {
        var (before, after) = (old.Meta(), next.Meta());
        if (after.Str("uid") is { Length: > 0 } uid && uid != before.Str("uid"))
        {
            throw KubernetesStatus.Conflict(
                definition.Resource, key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Str("uid")}").ToException();
        }
        if (after.Str("resourceVersion") is { Length: > 0 } version && version != before.Str("resourceVersion"))
        {
            throw KubernetesStatus.Conflict(definition.Resource, key.Name).ToException();
        }
    }

    /// <summary>What no update changes.</summary>
    private static void KeepIdentity(JsonObject old, JsonObject next)
    {
        foreach (var key in (string[])["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink", "resourceVersion", "generateName"])
        {
            next.Meta().Put(key, old.Obj("metadata")?[key]);
        }
    }

    /// <summary>A deleted object goes when its last finalizer goes.</summary>
    private static bool ReadyToGo(ResourceDefinition definition, JsonObject value)
    {
        var metadata = value.Meta();
        if (metadata.Str("deletionTimestamp").Length == 0 || metadata.Strs("finalizers").Any() || metadata.Int("deletionGracePeriodSeconds") is > 0) return false;
        return definition.Api.Kind != "Namespace" || !value.Obj("spec").Strs("finalizers").Any();
    }
}
