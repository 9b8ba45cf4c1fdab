using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Housekeeping;

/// <summary>Empties a namespace that is being deleted, then lets it go; gives a living one back what it must have.</summary>
internal sealed class NamespaceLifecycle(
    ResourceRegistry registry, ClusterReads reads, IClusterClient client, NamespaceContent content, ILogger<NamespaceLifecycle> logger, TimeProvider time)
    : Chore<string>(logger, time)
{
    private static readonly GroupVersionResource s_namespaces = new("", "v1", "namespaces");
    private static readonly GroupVersionResource s_serviceAccounts = new("", "v1", "serviceaccounts");
    private static readonly GroupVersionResource s_configMaps = new("", "v1", "configmaps");

    public override void Changed(Change change)
    {
        if (change.Definition.Resource == s_namespaces) { if (change.After is not null) Work.Add(change.Key.Name); }
        else if (change.After is null && change.Key.Namespace.Length > 0) Work.Add(change.Key.Namespace);
    }

    protected override void Do(string item)
    {
        if (reads.Get(s_namespaces, new ObjectKey("", item)) is not { } found) return;
        if (found.Meta().Str("deletionTimestamp").Length == 0)
        {
            Ensure(s_serviceAccounts, NamespaceContent.ServiceAccount(item));
            Ensure(s_configMaps, content.RootCa(item));
            return;
        }
        var left = registry.All.Where(definition => definition.Api.Namespaced && definition.IsStored).Sum(definition => Empty(definition, item));
        if (left > 0) return;
        found.Ensure("spec")["finalizers"] = new JsonArray();
        try
        {
            client.Update(s_namespaces, found, "finalize");
        }
        catch (StatusException refusal) when (refusal.Status.Reason == "NotFound") { }
    }

    private int Empty(ResourceDefinition definition, string ns)
    {
        foreach (var key in reads.Keys(definition.Resource, ns)) client.Delete(definition.Resource, key);
        return reads.Keys(definition.Resource, ns).Count;
    }

    private void Ensure(GroupVersionResource resource, JsonObject value)
    {
        if (client.Get(resource, new ObjectKey(value.Meta().Str("namespace"), value.Meta().Str("name"))) is null) client.Create(resource, value);
    }
}
