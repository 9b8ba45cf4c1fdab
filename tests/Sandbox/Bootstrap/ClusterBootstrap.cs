using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Bootstrap;

/// <summary>Makes a new cluster, or takes up one that was there before.</summary>
internal sealed class ClusterBootstrap(ResourceRegistry registry, ClusterReads reads, IObjectWriter store, IClusterClient client, IEnumerable<IChangeObserver> observers)
{
    private static readonly GroupVersionResource s_definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions");

    /// <summary>Tells the observers of everything that exists: definitions first, because they say what else does.</summary>
    public void Recall()
    {
        foreach (var definition in new[] { registry.Find(s_definitions)! }) Tell(definition);
        foreach (var definition in registry.All.Where(definition => definition.IsStored && definition.Resource != s_definitions).DistinctBy(definition => definition.Resource.GroupResource).ToList()) Tell(definition);
        MarkWhole();
    }

    /// <summary>Makes what every cluster has, where it is missing.</summary>
    public void MakeDefaults()
    {
        foreach (var value in DefaultObjects.Namespaces()) Ensure(value);
        foreach (var value in DefaultObjects.PriorityClasses()) Ensure(value);
        foreach (var value in BootstrapRoles.All().Concat(BootstrapRoles.Bindings())) Ensure(value);
    }

    /// <summary>Says where the API is.</summary>
    public void Announce(string address, int port)
    {
        Set(DefaultObjects.KubernetesService(port), "spec");
        Set(DefaultObjects.KubernetesEndpoints(address, port), "subsets");
        Set(DefaultObjects.KubernetesSlice(address, port), "endpoints", "ports");
    }

    /// <summary>This store is the cluster: what it holds is all there is.</summary>
    private void MarkWhole() => store.Transact(transaction =>
    {
        foreach (var definition in registry.All.Where(definition => definition.IsStored))
        {
            transaction.MarkComplete(definition.Resource, CollectionScope.All, Math.Max(1, transaction.Revision));
        }
        return true;
    });

    private void Tell(ResourceDefinition definition)
    {
        foreach (var value in reads.List(definition.Resource, null))
        {
            var change = new Change(definition, KeyOf(value), null, value);
            foreach (var observer in observers) observer.Changed(change);
        }
    }

    private void Ensure(JsonObject value)
    {
        var resource = ResourceOf(value);
        if (client.Get(resource, KeyOf(value)) is null) client.Create(resource, value);
    }

    private void Set(JsonObject value, params string[] parts)
    {
        var resource = ResourceOf(value);
        if (client.Get(resource, KeyOf(value)) is not { } found)
        {
            client.Create(resource, value);
            return;
        }
        foreach (var part in parts) found.Put(part, value[part]);
        client.Update(resource, found);
    }

    private GroupVersionResource ResourceOf(JsonObject value) => registry.FindKind(value.Str("apiVersion"), value.Str("kind"))!.Resource;

    private static ObjectKey KeyOf(JsonObject value) => new(value.Meta().Str("namespace"), value.Meta().Str("name"));
}
