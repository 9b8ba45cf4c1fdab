using System.Diagnostics.CodeAnalysis;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>What collections the cluster serves.</summary>
public interface IResourceCatalog
{
    /// <summary>What discovery says of the collection; false where it is not known.</summary>
    bool TryFind(GroupVersionResource resource, [NotNullWhen(true)] out ApiResource? found);
}
