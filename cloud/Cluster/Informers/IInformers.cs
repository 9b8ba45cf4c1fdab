using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Informers;

/// <summary>One informer a collection, shared by all who follow it.</summary>
public interface IInformers
{
    /// <summary>
    /// The informer of a collection; started at the first call, for custom resources too. When the last who followed it has gone it goes on for
    /// a while, then stops and forgets what it held; the next to follow it starts it again.
    /// </summary>
    IRawInformer For(GroupVersionResource resource);
}
