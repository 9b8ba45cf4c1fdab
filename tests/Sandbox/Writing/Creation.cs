using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>The verb create.</summary>
internal sealed class Creation(ObjectAdmission admission, ObjectNames names, Uids uids)
{
    private static readonly GroupVersionResource s_namespaces = new("", "v1", "namespaces");
    private const int Attempts = 8;

    /// <summary>Creates the object in its namespace.</summary>
    public JsonObject Create(Transaction transaction, ResourceDefinition definition, JsonObject value, WriteOptions options)
    {
        var metadata = value.Meta();
        if (metadata.Str("resourceVersion").Length > 0) throw KubernetesStatus.BadRequest("resourceVersion should not be set on objects to be created").ToException();
        var ns = definition.Api.Namespaced ? metadata.Str("namespace") : "";
        var key = new ObjectKey(ns, Name(transaction, definition, ns, metadata));

        Stamp(transaction, definition, value);
        if (ns.Length > 0) CheckNamespace(transaction, definition, key);
        admission.Create(transaction, definition, value, key, options);
        if (transaction.Get(definition.Resource, key) is not null)
        {
            throw KubernetesStatus.AlreadyExists(definition.Resource, key.Name).ToException();
        }
        transaction.Put(definition, key, value, before: null);
        admission.AfterCreate(transaction, definition, value);
        return value;
    }

    /// <summary>What a client may not decide.</summary>
    private void Stamp(Transaction transaction, ResourceDefinition definition, JsonObject value)
    {
        var metadata = value.Meta();
        foreach (var key in (string[])["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"]) metadata.Remove(key);
        metadata["uid"] = uids.Next();
        metadata["creationTimestamp"] = transaction.Timestamp;
        if (definition.HasGeneration) metadata["generation"] = 1;
        else metadata.Remove("generation");
        if (!definition.Api.Namespaced) metadata.Remove("namespace");
    }

    private string Name(Transaction transaction, ResourceDefinition definition, string ns, JsonObject metadata)
    {
        if (metadata.Str("name") is { Length: > 0 } given) return given;
        if (metadata.Str("generateName") is not { Length: > 0 } prefix) return "";
        var made = names.Complete(prefix);
        for (var i = 1; i < Attempts && transaction.Get(definition.Resource, new ObjectKey(ns, made)) is not null; i++) made = names.Complete(prefix);
        metadata["name"] = made;
        return made;
    }

    private static void CheckNamespace(Transaction transaction, ResourceDefinition definition, ObjectKey key)
    {
        var found = transaction.Get(s_namespaces, new ObjectKey("", key.Namespace))
            ?? throw KubernetesStatus.NotFound(s_namespaces, key.Namespace).ToException();
        if (found.Obj("metadata").Str("deletionTimestamp").Length == 0) return;
        var refusal = KubernetesStatus.Forbidden(
            definition.Resource, key.Name, $"unable to create new content in namespace {key.Namespace} because it is being terminated");
        throw (refusal with
        {
            Details = refusal.Details! with { Causes = [new StatusCause("NamespaceTerminating", $"namespace {key.Namespace} is being terminated", "metadata.namespace")] },
        }).ToException();
    }
}
