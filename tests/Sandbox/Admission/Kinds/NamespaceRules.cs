using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>
/// A namespace is born with what every pod in it needs, in the same transaction: a pod made right after it finds its service account.
/// </summary>
internal sealed class NamespaceRules(ResourceRegistry registry, NamespaceContent content) : KindRules
{
    private static readonly GroupVersionResource s_serviceAccounts = new("", "v1", "serviceaccounts");
    private static readonly GroupVersionResource s_configMaps = new("", "v1", "configmaps");

    public override void PrepareCreate(Transaction transaction, JsonObject value)
    {
        value.Meta().Ensure("labels")["kubernetes.io/metadata.name"] = value.Meta().Str("name");
        value.Ensure("spec")["finalizers"] = new JsonArray("kubernetes");
        value["status"] = new JsonObject { ["phase"] = "Active" };
    }

    public override void PrepareUpdate(Transaction transaction, JsonObject value, JsonObject old) =>
        value.Meta().Ensure("labels")["kubernetes.io/metadata.name"] = value.Meta().Str("name");

    public override void AfterCreate(Transaction transaction, JsonObject value)
    {
        var ns = value.Meta().Str("name");
        Add(transaction, s_serviceAccounts, NamespaceContent.ServiceAccount(ns));
        Add(transaction, s_configMaps, content.RootCa(ns));
    }

    private void Add(Transaction transaction, GroupVersionResource resource, JsonObject value)
    {
        var key = new ObjectKey(value.Meta().Str("namespace"), value.Meta().Str("name"));
        if (transaction.Get(resource, key) is not null) return;
        value.Meta()["uid"] = content.NewUid();
        value.Meta()["creationTimestamp"] = transaction.Timestamp;
        transaction.Put(registry.Find(resource)!, key, value, before: null);
    }
}
