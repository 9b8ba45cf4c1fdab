using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>The verb delete: at once, or by marking the object until its finalizers and its grace period let it go.</summary>
internal static class Deletion
{
    /// <summary>The finalizers by which the garbage collector holds an owner.</summary>
    public const string Foreground = "foregroundDeletion", Orphan = "orphan";

    /// <summary>Deletes the object.</summary>
    /// <exception cref="StatusException">NotFound, or Conflict where a precondition fails.</exception>
    public static DeletionResult Delete(Transaction transaction, ResourceDefinition definition, ObjectKey key, DeleteOptions options)
    {
        var old = transaction.Get(definition.Resource, key) ?? throw KubernetesStatus.NotFound(definition.Resource, key.Name).ToException();
        Preconditions(definition, key, old.Meta(), options);

        var next = old.Copy();
        var metadata = next.Meta();
        SetFinalizers(metadata, options.Propagation);
        var grace = definition.Api.Kind == "Pod" ? Grace(next, options) : 0;
        if (!IsHeld(definition, next) && grace == 0)
        {
            transaction.Remove(definition, key, old);
            return new DeletionResult(old, Gone: true);
        }

        var marked = metadata.Str("deletionTimestamp").Length > 0;
        if (!marked || (metadata.Int("deletionGracePeriodSeconds") ?? 0) > grace)
        {
            metadata["deletionTimestamp"] = Timestamps.Seconds(transaction.Now.AddSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
            if (definition.HasGeneration) metadata["generation"] = (metadata.Int("generation") ?? 0) + 1;
        }
        if (definition.Api.Kind == "Namespace") next.Ensure("status")["phase"] = "Terminating";
        if (definition.Api.Kind == "Namespace") metadata.Remove("deletionGracePeriodSeconds");
        if (!Parts.SameButForTimes(old, next)) transaction.Put(definition, key, next, old);
        return new DeletionResult(next, Gone: false);
    }

    private static void Preconditions(ResourceDefinition definition, ObjectKey key, JsonObject metadata, DeleteOptions options)
    {
        if (options.Uid is { } uid && uid != metadata.Str("uid"))
        {
            throw KubernetesStatus.Conflict(
                definition.Resource, key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {metadata.Str("uid")}").ToException();
        }
        if (options.ResourceVersion is { } version && version != metadata.Str("resourceVersion"))
        {
            throw KubernetesStatus.Conflict(
                definition.Resource, key.Name,
                $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {metadata.Str("resourceVersion")}").ToException();
        }
    }

    private static void SetFinalizers(JsonObject metadata, DeletePropagation propagation)
    {
        var kept = metadata.Strs("finalizers").Where(name => name is not (Foreground or Orphan)).ToList();
        if (propagation == DeletePropagation.Foreground) kept.Add(Foreground);
        if (propagation == DeletePropagation.Orphan) kept.Add(Orphan);
        if (kept.Count == 0) metadata.Remove("finalizers");
        else metadata["finalizers"] = new JsonArray([.. kept.Select(name => JsonValue.Create(name))]);
    }

    /// <summary>A pod that no kubelet runs, or that has ended, needs no time to stop.</summary>
    private static long Grace(JsonObject pod, DeleteOptions options)
    {
        if (pod.Obj("spec").Str("nodeName").Length == 0 || pod.Obj("status").Str("phase") is "Succeeded" or "Failed") return 0;
        return Math.Max(0, options.GracePeriodSeconds ?? pod.Obj("spec").Int("terminationGracePeriodSeconds") ?? 30);
    }

    private static bool IsHeld(ResourceDefinition definition, JsonObject value) =>
        value.Meta().Strs("finalizers").Any() || definition.Api.Kind == "Namespace" && value.Obj("spec").Strs("finalizers").Any();
}
