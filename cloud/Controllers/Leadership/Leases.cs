using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;

/// <inheritdoc cref="ILeases"/>
internal sealed class Leases(ClusterCalls calls, IOptions<LeadershipOptions> options) : ILeases
{
    private const string Json = "application/json";
    private static readonly GroupVersionResource Collection = new("coordination.k8s.io", "v1", "leases");

    private readonly string _collection = ClusterCalls.PathOf(Collection, new ObjectKey(options.Value.Namespace, ""));
    private readonly string _lease = ClusterCalls.PathOf(Collection, new ObjectKey(options.Value.Namespace, options.Value.Name));

    public async Task<Lease?> GetAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await calls.SendAsync(HttpMethod.Get, _lease, null, Json, limit, cancellationToken));
        }
        catch (StatusException e) when (e.Status.Code == 404)
        {
            return null;
        }
    }

    public async Task<Lease> PutAsync(Lease lease, TimeSpan limit, CancellationToken cancellationToken) => Read(await (lease.Version is null
        ? calls.SendAsync(HttpMethod.Post, _collection, lease.Json, Json, limit, cancellationToken)
        : calls.SendAsync(HttpMethod.Put, _lease, lease.Json, Json, limit, cancellationToken)));

    private static Lease Read(byte[] json) => new(JsonTree.ParseObject(json));
}
