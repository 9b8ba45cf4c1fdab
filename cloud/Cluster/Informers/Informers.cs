using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Cluster.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Informers;

/// <inheritdoc cref="IInformers"/>
internal sealed class Informers(IClusterConnection connection, IOptions<ClusterOptions> options, TimeProvider time, Random random, ILoggerFactory loggers, IOwnDocuments? own)
    : IInformers, IAsyncDisposable
{
    private static readonly GroupVersionResource Definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    private static readonly GroupVersionResource ApiServices = new("apiregistration.k8s.io", "v1", "apiservices");

    private readonly Lock _gate = new();
    private readonly Dictionary<GroupVersionResource, RawInformer> _informers = [];
    private DocumentInformer? _documents;
    private bool _disposed;

    public IRawInformer For(GroupVersionResource resource)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return resource == DocumentNames.Collection ? Documents() : Collection(resource);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _disposed = true;
        if (_documents is not null)
            await _documents.DisposeAsync();
        await Task.WhenAll(_informers.Values.Select(informer => informer.DisposeAsync().AsTask()));
    }

    private RawInformer Collection(GroupVersionResource resource)
    {
        if (!_informers.TryGetValue(resource, out var informer))
            _informers[resource] = informer = new RawInformer(resource, connection, options.Value, time, random, loggers.CreateLogger<RawInformer>());
        informer.Start();
        return informer;
    }

    private DocumentInformer Documents() => _documents ??= new DocumentInformer(
        new DocumentFetcher(connection, options.Value, time), options.Value, time, random, loggers.CreateLogger<DocumentInformer>(),
        own, Collection(Definitions), Collection(ApiServices));
}
