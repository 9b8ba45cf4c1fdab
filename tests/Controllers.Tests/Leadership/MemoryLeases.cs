using System.Globalization;
using KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Leadership;

/// <summary>One Lease, with the versions of a real one, behind a network that can be cut.</summary>
internal sealed class MemoryLeases : ILeases
{
    private static readonly GroupVersionResource Collection = new("coordination.k8s.io", "v1", "leases");
    private readonly Lock _gate = new();
    private Lease? _lease;
    private int _version;

    /// <summary>Whether requests fail.</summary>
    public volatile bool Cut;

    public Lease? Current
    {
        get
        {
            lock (_gate)
                return _lease;
        }
    }

    public Task<Lease?> GetAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Cut ? Task.FromException<Lease?>(new HttpRequestException("cut")) : Task.FromResult(_lease);
    }

    public Task<Lease> PutAsync(Lease lease, TimeSpan limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Cut)
                return Task.FromException<Lease>(new HttpRequestException("cut"));
            if (lease.Version != _lease?.Version)
                return Task.FromException<Lease>(KubernetesStatus.Conflict(Collection, "edgemesh-cloud").ToException());
            var json = lease.Json.DeepClone().AsObject();
            json["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            return Task.FromResult(_lease = new Lease(json));
        }
    }
}
