using System.Net.Http.Headers;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Distribution.Explaining;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Listing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary>Reads from the cluster what an explanation needs.</summary>
internal sealed class ExplainReading(IClusterConnection cluster)
{
    private const int PageSize = 500;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly RawPath _group = RawPath.Of("metadata", "labels", "apps.kubeedge.io/belonging-to");
    private static readonly RawPath _name = RawPath.Of("metadata", "name");
    private static readonly RawPath _revision = RawPath.Of("metadata", "resourceVersion");

    public async Task<ServiceFacts> ReadAsync(string ns, string name, string node, CancellationToken cancellationToken)
    {
        var (core, discovery) = ($"api/v1/namespaces/{Uri.EscapeDataString(ns)}", $"apis/discovery.k8s.io/v1/namespaces/{Uri.EscapeDataString(ns)}");
        var service = await FindAsync($"{core}/services/{Uri.EscapeDataString(name)}", ns, cancellationToken)
            ?? throw new UsageException($"There is no Service {ns}/{name}. 'kubectl get services -A' shows those there are.");
        // A Service without Endpoints and one without slices are both possible: each is read for itself.
        var endpoints = await FindAsync($"{core}/endpoints/{Uri.EscapeDataString(name)}", ns, cancellationToken);
        var slices = await ListAsync($"{discovery}/endpointslices?labelSelector={Uri.EscapeDataString($"kubernetes.io/service-name={name}")}", metadataOnly: false, ns, cancellationToken);
        var nodes = await ListAsync("api/v1/nodes?", metadataOnly: true, "", cancellationToken);
        var groups = nodes.ToDictionary(found => found.Key.Name, found => _group.TryGetString(found.Json.Span, out var group) ? group : "", StringComparer.Ordinal);
        if (!groups.ContainsKey(node)) throw new UsageException($"There is no Node '{node}'. 'kubectl get nodes' shows those there are; say one of them with --node.");
        return new ServiceFacts(service, slices, endpoints, groups);
    }

    private async Task<RawObject?> FindAsync(string path, string ns, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await GetAsync(path, metadataOnly: false, cancellationToken), ns);
        }
        catch (StatusException e) when (e.Status.Code == 404)
        {
            return null;
        }
    }

    private async Task<List<RawObject>> ListAsync(string path, bool metadataOnly, string ns, CancellationToken cancellationToken)
    {
        var found = new List<RawObject>();
        var next = "";
        do
        {
            var page = ListReader.Read(await GetAsync($"{path}&limit={PageSize}{(next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "")}", metadataOnly, cancellationToken));
            found.AddRange(page.Items.Select(item => Read(item, ns)));
            next = page.Continue;
        }
        while (next.Length > 0);
        return found;
    }

    private async Task<byte[]> GetAsync(string path, bool metadataOnly, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path.Replace("?&", "?", StringComparison.Ordinal), UriKind.Relative));
        if (metadataOnly) request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/json;q=0.5"));
        try
        {
            using var response = await cluster.Http.SendAsync(request, limit.Token);
            await ClusterResponse.EnsureSuccessAsync(response, limit.Token);
            return await response.Content.ReadAsByteArrayAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The API server did not answer GET {path} within {_patience.TotalSeconds:0} seconds.");
        }
    }

    private static RawObject Read(ReadOnlyMemory<byte> json, string ns)
    {
        if (!_name.TryGetString(json.Span, out var name)) throw new FormatException("the API server sent an object without a name");
        var revision = _revision.TryGetString(json.Span, out var text) && long.TryParse(text, out var number) ? number : 0;
        return new RawObject(json, new ObjectKey(ns, name), "", revision);
    }
}
