using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>The CAs that pods trust by the cluster's own word: <c>kube-root-ca.crt</c>, as it is in every namespace.</summary>
internal sealed class ClusterRoots(ClusterObjects cluster)
{
    private const string Path = "api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt";

    /// <summary>Empty where the cluster says nothing.</summary>
    /// <exception cref="ClusterUnavailableException">The API server cannot be asked.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">What it says is no certificate.</exception>
    public async Task<X509Certificate2Collection> FindAsync(CancellationToken cancellationToken)
    {
        var map = await cluster.GetAsync(Path, cancellationToken);
        var roots = new X509Certificate2Collection();
        if (map?["data"]?["ca.crt"] is JsonValue value && value.TryGetValue<string>(out var pem)) roots.ImportFromPem(pem);
        return roots;
    }
}
