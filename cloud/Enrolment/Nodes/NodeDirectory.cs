using System.Net;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;

/// <summary>What the cluster knows of the nodes.</summary>
internal sealed class NodeDirectory(ClusterObjects cluster)
{
    /// <summary>The node's own names and addresses; null where the cluster has no such Node.</summary>
    public async Task<NodeAddresses?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!DnsName.IsSubdomain(name) || await cluster.GetAsync($"api/v1/nodes/{name}", cancellationToken) is not { } node)
            return null;

        var addresses = (node["status"]?["addresses"] as JsonArray ?? []).Select(entry => entry?["address"]?.GetValue<string>()).OfType<string>().ToArray();
        return new NodeAddresses(
            [.. addresses.Where(address => !IPAddress.TryParse(address, out _)).Where(DnsName.IsSubdomain).Append(name).Distinct(StringComparer.Ordinal)],
            [.. addresses.Where(address => IPAddress.TryParse(address, out _)).Select(IPAddress.Parse).Distinct()]);
    }

    /// <summary>The addresses of the Service <c>default/kubernetes</c>, under which pods look for the API.</summary>
    public async Task<IReadOnlyList<IPAddress>> FindKubernetesServiceAsync(CancellationToken cancellationToken)
    {
        var service = await cluster.GetAsync("api/v1/namespaces/default/services/kubernetes", cancellationToken);
        var all = (service?["spec"]?["clusterIPs"] as JsonArray ?? []).Append(service?["spec"]?["clusterIP"]).Select(ip => ip?.GetValue<string>());
        return [.. all.Where(ip => IPAddress.TryParse(ip, out _)).Select(ip => IPAddress.Parse(ip!)).Distinct()];
    }
}
