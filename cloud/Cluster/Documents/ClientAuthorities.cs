using System.Text;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Documents;

/// <summary>
/// The CAs whose client certificates the API server believes, as it publishes them for extension API servers. Not a path of the API, so that
/// the name has no slash: no edge serves it, and none needs a kubelet's certificate to be configured.
/// </summary>
internal static class ClientAuthorities
{
    public const string Name = "client-ca";

    /// <summary>Asked as every other document; the ConfigMap's other parts (the front proxy's CA, its header names) stay where they are.</summary>
    public static DocumentSource Source { get; } =
        new(Name, "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication") { Extract = Read };

    private static byte[]? Read(byte[] map)
    {
        using var json = JsonDocument.Parse(map);
        return json.RootElement.TryGetProperty("data", out var data) && data.TryGetProperty("client-ca-file", out var pem)
            && pem.GetString() is { Length: > 0 } text ? Encoding.UTF8.GetBytes(text) : null;
    }
}
