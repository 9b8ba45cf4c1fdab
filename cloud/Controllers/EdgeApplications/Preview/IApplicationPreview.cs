using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;

/// <summary>
/// Says what applying an EdgeApplication would change in the cluster, and changes nothing: the API server itself is asked, by a dry run. What is
/// asked is read and dry-run with the rights of whoever the connection speaks for.
/// </summary>
public interface IApplicationPreview
{
    /// <summary>The NodeGroups of the cluster.</summary>
    /// <exception cref="StatusException">The API server refused.</exception>
    /// <exception cref="HttpRequestException">The API server did not answer.</exception>
    /// <exception cref="TimeoutException">The API server took too long.</exception>
    Task<IReadOnlyList<NodeGroup>> NodeGroupsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What would differ, object by object: what is made once, then target by target, then what would be removed. Targets with a fault are left
    /// out, as they are when it is applied; while the application as a whole has one, that is everything.
    /// </summary>
    /// <exception cref="StatusException">The API server refused, other than an object.</exception>
    /// <exception cref="HttpRequestException">The API server did not answer.</exception>
    /// <exception cref="TimeoutException">The API server took too long.</exception>
    Task<IReadOnlyList<ObjectDifference>> CompareAsync(EdgeApplication application, Rendering.Rendering rendering, CancellationToken cancellationToken);
}
