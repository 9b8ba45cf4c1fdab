using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;

/// <summary>The Lease that replicas agree by. Members throw <see cref="StatusException"/>, <see cref="HttpRequestException"/> or <see cref="TimeoutException"/>.</summary>
internal interface ILeases
{
    /// <summary>The Lease as it is; null where there is none.</summary>
    Task<Lease?> GetAsync(TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the Lease, or makes it where it has no version yet. A Conflict (or AlreadyExists) says that somebody else was faster.
    /// </summary>
    /// <returns>As it is now.</returns>
    Task<Lease> PutAsync(Lease lease, TimeSpan limit, CancellationToken cancellationToken);
}
