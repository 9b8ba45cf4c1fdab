using System.Net;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.NodeNetwork;

/// <summary>
/// What a kube-proxy would make of what it reads: for each cluster IP and port, where connections go. It asks as kube-proxy asks, of the
/// MetaServer and with kube-proxy's identity.
/// </summary>
internal sealed class ServiceDestinations
{
    private const string Services = "/api/v1/services?labelSelector=%21service.kubernetes.io%2Fservice-proxy-name&fieldSelector=spec.clusterIP%21%3DNone";
    private const string Slices = "/apis/discovery.k8s.io/v1/endpointslices?labelSelector=%21service.kubernetes.io%2Fheadless";
    private readonly Dictionary<IPEndPoint, HashSet<IPEndPoint>> _destinations = [];

    public IReadOnlyCollection<IPEndPoint> Of(IPEndPoint service) => _destinations.GetValueOrDefault(service) ?? [];

    /// <summary>Reads and computes.</summary>
    /// <exception cref="HttpRequestException">The MetaServer does not answer.</exception>
    public static async Task<ServiceDestinations> ReadAsync(HttpClient metaServer, CancellationToken cancellationToken)
    {
        var (services, slices) = (await ReadAsync(metaServer, Services, cancellationToken), await ReadAsync(metaServer, Slices, cancellationToken));
        var result = new ServiceDestinations();
        foreach (var service in services)
        {
            var key = $"{service["metadata"]!["namespace"]}/{service["metadata"]!["name"]}";
            foreach (var port in service["spec"]!["ports"]!.AsArray())
            {
                var frontend = new IPEndPoint(IPAddress.Parse((string)service["spec"]!["clusterIP"]!), (int)port!["port"]!);
                result._destinations[frontend] = [.. slices.Where(slice => OwnerOf(slice) == key).SelectMany(slice => Backends(slice, (string?)port["name"]))];
            }
        }
        return result;
    }

    private static string OwnerOf(JsonNode slice) => $"{slice["metadata"]!["namespace"]}/{slice["metadata"]!["labels"]?["kubernetes.io/service-name"]}";

    private static IEnumerable<IPEndPoint> Backends(JsonNode slice, string? name) =>
        from port in slice["ports"]!.AsArray()
        where ((string?)port!["name"] ?? "") == (name ?? "")
        from endpoint in slice["endpoints"]!.AsArray()
        where (bool?)endpoint!["conditions"]?["ready"] != false
        from address in endpoint["addresses"]!.AsArray()
        select new IPEndPoint(IPAddress.Parse((string)address!), (int)port["port"]!);

    private static async Task<IReadOnlyList<JsonNode>> ReadAsync(HttpClient metaServer, string path, CancellationToken cancellationToken) =>
        [.. JsonNode.Parse(await metaServer.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken))!["items"]!.AsArray().Select(item => item!)];
}
