using System.Diagnostics.CodeAnalysis;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Documents;

/// <summary>What the cluster serves, as the discovery documents in the store say.</summary>
internal sealed class DiscoveryCatalog(IObjectReader reader) : IResourceCatalog
{
    private readonly Derived<Dictionary<GroupVersionResource, ApiResource>> _resources = new(reader, DiscoveryReader.Read, DocumentReader.Collection);

    public bool TryFind(GroupVersionResource resource, [NotNullWhen(true)] out ApiResource? found) =>
        _resources.Current.TryGetValue(resource, out found);
}
