using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Distribution.Filters;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>What a node's share is made of: one <see cref="CollectionShare"/> a collection, in the order in which a node is sent them.</summary>
internal sealed class ShareCatalog
{
    public ShareCatalog(ClusterView view, IEnumerable<GroupVersionResource> extraCollections)
    {
        var references = new References();
        Nodes = new NodesShare(view, Collections.Nodes);
        Namespaces = new NamespacesShare(view, Collections.Namespaces);
        Pods = new PodsShare(view, Collections.Pods, references);
        var services = new ServicesShare(view, Collections.Services);

        Add(new DocumentsShare(view, DocumentNames.Collection));
        foreach (var collection in Collections.Rights)
            Add(Collections.ClusterRights.Contains(collection) ? new ClusterRightsShare(view, collection) : new EveryoneShare(view, collection));
        Add(Namespaces);
        Add(Nodes);
        Add(new NodeGroupsShare(view, Collections.NodeGroups, Nodes));
        foreach (var collection in Collections.Named)
            Add(collection == Collections.ConfigMaps ? new ConfigMapsShare(view, Pods, references) : new NamedShare(view, collection, Pods, references));
        Add(Pods);
        Add(new EveryoneShare(view, Collections.ServiceCidrs));
        Add(services);
        Add(new BackendsShare(view, Collections.EndpointSlices, services, Nodes, EndpointSliceBackends.Instance, ApiServiceForm.Slice));
        Add(new BackendsShare(view, Collections.Endpoints, services, Nodes, EndpointsBackends.Instance, ApiServiceForm.Endpoints));
        foreach (var collection in extraCollections)
        {
            if (!Shares.ContainsKey(collection)) Add(new EveryoneShare(view, collection));
        }
    }

    public OrderedDictionary<GroupVersionResource, CollectionShare> Shares { get; } = [];

    public NodesShare Nodes { get; }

    public NamespacesShare Namespaces { get; }

    public PodsShare Pods { get; }

    private void Add(CollectionShare share) => Shares.Add(share.Collection, share);
}
