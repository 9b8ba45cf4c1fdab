using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Documents;

/// <summary>
/// The CAs whose client certificates the API server believes, as it publishes them for extension API servers. No edge
/// needs a kubelet's certificate to be configured for it.
/// </summary>
internal static class ClientAuthorities
{
    /// <summary>Asked as every other document; the ConfigMap's other parts (the front proxy's CA, its header names) stay where they are.</summary>
    public static DocumentSource Source { get; } =
        new(DocumentNames.ClientAuthorities, "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication") { Extract = Read };

    private static Document? Read(HttpResponseMessage response, byte[] map)
    {
        using var json = JsonDocument.Parse(map);
        return json.RootElement.TryGetProperty("data", out var data) && data.TryGetProperty("client-ca-file", out var pem)
            && pem.GetString() is { Length: > 0 } text ? new Document("application/x-pem-file", "", Encoding.UTF8.GetBytes(text)) : null;
    }
}
