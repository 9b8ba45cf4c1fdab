using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Housekeeping;

/// <summary>Deletes the objects of a CustomResourceDefinition that is being deleted, then lets it go.</summary>
internal sealed class DefinitionCleanup(ClusterReads reads, IClusterClient client, Ledger ledger, ILogger<DefinitionCleanup> logger, TimeProvider time)
    : Chore<string>(logger, time)
{
    private static readonly GroupVersionResource s_definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions");

    public override void Changed(Change change)
    {
        if (change.Definition.Resource == s_definitions) { if (change.After is not null) Work.Add(change.Key.Name); }
        else if (change.Definition.IsCustom && change.After is null) Work.Add(change.Definition.Resource.GroupResource);
    }

    protected override void Do(string item)
    {
        if (reads.Get(s_definitions, new ObjectKey("", item)) is not { } found || found.Meta().Str("deletionTimestamp").Length == 0) return;
        var served = DefinitionReader.Read(found);
        foreach (var definition in served.Take(1))
        {
            foreach (var key in reads.Keys(definition.Resource, null)) client.Delete(definition.Resource, key);
            if (reads.Keys(definition.Resource, null).Count > 0) return;
        }
        var left = found.Meta().Strs("finalizers").Where(name => name != DefinitionRules.Cleanup).ToList();
        if (left.Count == found.Meta().Strs("finalizers").Count()) return;
        found.Meta()["finalizers"] = new JsonArray([.. left.Select(name => JsonValue.Create(name))]);
        client.Update(s_definitions, found);
        ledger.Write(WriteOptions.Controller, transaction =>
        {
            foreach (var definition in served) transaction.Forget(definition.Resource);
            return true;
        });
    }
}
