using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Evictions;

/// <summary>Has pods removed the way that PodDisruptionBudgets can object to.</summary>
internal interface IPodEvictions
{
    /// <summary>Asks for the eviction of the pod with this uid; a namesake that came later is left alone.</summary>
    /// <exception cref="StatusException">The API server refused for another reason than a budget.</exception>
    /// <exception cref="HttpRequestException">The API server did not answer.</exception>
    /// <exception cref="TimeoutException">The API server took too long.</exception>
    Task<Eviction> EvictAsync(ObjectKey pod, string uid, CancellationToken cancellationToken);
}
