using KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Leadership;

/// <summary>One candidate's way to the Lease, which can be cut for it alone.</summary>
internal sealed class CutLine(ILeases leases) : ILeases
{
    public volatile bool Cut;

    public Task<Lease?> GetAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        Cut ? Task.FromException<Lease?>(new HttpRequestException("cut")) : leases.GetAsync(limit, cancellationToken);

    public Task<Lease> PutAsync(Lease lease, TimeSpan limit, CancellationToken cancellationToken) =>
        Cut ? Task.FromException<Lease>(new HttpRequestException("cut")) : leases.PutAsync(lease, limit, cancellationToken);
}
