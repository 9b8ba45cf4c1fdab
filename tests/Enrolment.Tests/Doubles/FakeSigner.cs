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
        BelievedByTheCluster = Authority.ExportCertificatePem();
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

    /// <summary>Whose client certificates the API server says that it believes.</summary>
    public string BelievedByTheCluster
    {
        set => _cluster["/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication"] = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "extension-apiserver-authentication" },
            ["data"] = new JsonObject { ["client-ca-file"] = value },
        };
    }

    /// <summary>Set to have something else signed than what was asked for.</summary>
    public Func<CertificateRequest, CertificateRequest>? Tampering { get; set; }

    /// <summary>The requests that were approved.</summary>
    public List<JsonObject> Approved { get; } = [];

    public void Dispose()
    {
        _key.Dispose();
        Authority.Dispose();
    }

    /// <summary>A client certificate of the cluster's CA that did not come through us: what every kubelet has.</summary>
    public X509Certificate2 IssueClient(X500DistinguishedName subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = Sign(new CertificateRequest(subject, key, HashAlgorithmName.SHA256), "1.3.6.1.5.5.7.3.2");
        return signed.CopyWithPrivateKey(key);
    }

    private void OnReplaced(string path, JsonObject body)
    {
        if (!path.EndsWith("/approval", StringComparison.Ordinal)) return;
        Approved.Add(body.DeepClone().AsObject());
        var spec = body["spec"]!;
        var pem = Encoding.ASCII.GetString(Convert.FromBase64String((string)spec["request"]!));
        var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        var isClient = (string?)spec["signerName"] == "kubernetes.io/kube-apiserver-client-kubelet";
        if (isClient && FaultOf(request, spec) is { } fault)
        {
            body["status"]!["conditions"]!.AsArray().Add((JsonNode)new JsonObject { ["type"] = "Failed", ["status"] = "True", ["reason"] = "SignerValidationFailure", ["message"] = fault });
        }
        else
        {
            using var signed = Sign(Tampering?.Invoke(request) ?? request, isClient ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1");
            body["status"]!["certificate"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(signed.ExportCertificatePem()));
        }
        _cluster[path[..^"/approval".Length]] = body;
    }

    /// <summary>The rules of the signer for kubelets' client certificates.</summary>
    private static string? FaultOf(CertificateRequest request, JsonNode spec)
    {
        var parts = request.SubjectName.EnumerateRelativeDistinguishedNames().ToLookup(part => part.GetSingleElementType().Value, part => part.GetSingleElementValue());
        if (!parts["2.5.4.10"].SequenceEqual(["system:nodes"])) return "subject organization is not system:nodes";
        if (parts["2.5.4.3"].SingleOrDefault()?.StartsWith("system:node:", StringComparison.Ordinal) != true) return "subject common name does not begin with system:node:";
        if (request.CertificateExtensions.Any(extension => extension.Oid?.Value == "2.5.29.17")) return "subjectAltNames are not allowed";
        return spec["usages"]!.AsArray().Select(usage => (string)usage!).ToHashSet().SetEquals(["digital signature", "client auth"]) ? null : "usages did not match [digital signature client auth]";
    }

    private X509Certificate2 Sign(CertificateRequest request, string usage)
    {
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        var now = TimeProvider.System.GetUtcNow();
        return request.Create(Authority.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), now.AddMinutes(-5), now.AddDays(365), RandomNumberGenerator.GetBytes(8));
    }
}
