using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;

/// <summary>Plays kube-controller-manager: signs what was approved, copying the request as the real one does.</summary>
internal sealed class FakeSigner : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly FakeCluster _cluster;

    public FakeSigner(FakeCluster cluster)
    {
        _cluster = cluster;
        var request = new CertificateRequest("CN=the cluster's CA", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Authority = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(10));
        cluster.Apis.Add("/apis/certificates.k8s.io/v1/");
        cluster.Replaced = OnReplaced;
        TrustedByPods = Authority.ExportCertificatePem();
    }

    public X509Certificate2 Authority { get; }

    /// <summary>What the cluster's kube-root-ca.crt says.</summary>
    public string TrustedByPods
    {
        set => _cluster["/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt"] = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "kube-root-ca.crt" },
            ["data"] = new JsonObject { ["ca.crt"] = value },
        };
    }

    /// <summary>The requests that were approved.</summary>
    public List<JsonObject> Approved { get; } = [];

    public void Dispose()
    {
        _key.Dispose();
        Authority.Dispose();
    }

    private void OnReplaced(string path, JsonObject body)
    {
        if (!path.EndsWith("/approval", StringComparison.Ordinal)) return;
        Approved.Add(body.DeepClone().AsObject());
        var pem = Encoding.ASCII.GetString(Convert.FromBase64String((string)body["spec"]!["request"]!));
        var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(Authority.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), now.AddMinutes(-5), now.AddDays(365), RandomNumberGenerator.GetBytes(8));
        body["status"]!["certificate"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(signed.ExportCertificatePem()));
        _cluster[path[..^"/approval".Length]] = body;
    }
}
