using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;

/// <summary>
/// The CAs whose client certificates the API server believes, as it publishes them. Held whoever signs for nodes now: the signer may have been another when
/// a node joined. A ConfigMap that is damaged or deleted changes nothing.
/// </summary>
internal sealed class ClusterAuthorities(IInformers informers, ClusterObjects cluster, ILogger<ClusterAuthorities> log) : Follower(informers, ConfigMaps)
{
    private const string Path = "api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";
    private static readonly ObjectKey s_key = new("kube-system", "extension-apiserver-authentication");

    private volatile X509Certificate2Collection _current = [];

    /// <summary>Empty where the cluster says nothing.</summary>
    public X509Certificate2Collection Current => _current;

    /// <summary>Asks before the first connection is taken: an edge that comes back with a certificate of these must not be told no.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Take(await cluster.GetAsync(Path, cancellationToken));
        }
        catch (ClusterUnavailableException e)
        {
            log.ClusterAuthoritiesNotKnown(e.Message);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override bool Concerns(ObjectKey key) => key == s_key;

    protected override void Changed(RawObject current) => Take(JsonNode.Parse(current.Json.Span));

    protected override void Gone(ObjectKey key, long revision)
    {
        // The API server writes it again.
    }

    private void Take(JsonNode? map)
    {
        if (map?["data"]?["client-ca-file"] is not JsonValue value || !value.TryGetValue<string>(out var pem)) return;
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            log.ClusterAuthoritiesNotKnown(e.Message);
            return;
        }
        if (found.Count == 0 || found.SequenceEqual(_current)) return;
        // The former ones are left to the garbage collector: whoever verifies just now still holds them.
        _current = found;
        log.ClusterAuthoritiesKnown(found.Count);
    }
}
