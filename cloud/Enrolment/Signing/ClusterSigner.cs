using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>
/// Has the cluster sign, as it signs for kubelets: a CertificateSigningRequest for <c>kubernetes.io/kubelet-serving</c>, which we approve since
/// we have decided what it says. A certificate counts only if it comes from a CA in the cluster's own <c>kube-root-ca.crt</c>.
/// </summary>
internal sealed class ClusterSigner(ClusterObjects cluster, ClusterRoots roots, IOptions<EnrolmentOptions> options, TimeProvider time)
{
    private const string Path = "apis/certificates.k8s.io/v1/certificatesigningrequests";
    private const string SignerName = "kubernetes.io/kubelet-serving";
    private const int NameBytes = 10;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);
    private static readonly Oid _serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>The certificate, and behind it its chain.</summary>
    /// <exception cref="SigningFailedException">The cluster does not sign, or not so that pods trust it.</exception>
    public async Task<X509Certificate2Collection> SignAsync(ServingRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var trusted = await roots.FindAsync(cancellationToken);
            if (trusted.Count == 0) throw new SigningFailedException("the cluster has no ConfigMap kube-system/kube-root-ca.crt with a CA, so it is not known whom pods trust");
            var certificates = await AskAsync(request, cancellationToken);
            Check(certificates, trusted, request);
            return certificates;
        }
        catch (ClusterUnavailableException e)
        {
            throw new SigningFailedException(e.Message, e);
        }
        catch (CryptographicException e)
        {
            throw new SigningFailedException($"what the cluster keeps of it is no certificate ({e.Message})", e);
        }
    }

    private async Task<X509Certificate2Collection> AskAsync(ServingRequest request, CancellationToken cancellationToken)
    {
        // Named by its content: whoever asks again, after a time-out or through another replica, finds what was signed.
        var name = $"edgemesh-serving-{Convert.ToHexStringLower(SHA256.HashData(request.Request.Span)[..NameBytes])}";
        await cluster.CreateAsync(Path, Describe(name, request), cancellationToken);
        var created = await cluster.GetAsync($"{Path}/{name}", cancellationToken)
            ?? throw new SigningFailedException("the cluster has no certificates.k8s.io API, or removed the CertificateSigningRequest at once");
        if (ReadCertificates(created) is { } already) return already;

        if (created["status"]?["conditions"] is not JsonArray { Count: > 0 })
        {
            Approve(created);
            await cluster.ReplaceAsync($"{Path}/{name}/approval", created.AsObject(), cancellationToken);
        }
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < options.Value.ClusterSignerTimeout)
        {
            if (ReadCertificates(await cluster.GetAsync($"{Path}/{name}", cancellationToken)) is { } signed) return signed;
            await Task.Delay(_pause, time, cancellationToken);
        }
        throw new SigningFailedException(
            $"nobody signed the CertificateSigningRequest {name} within {options.Value.ClusterSignerTimeout.TotalSeconds:0} s (kube-controller-manager does, if it has the cluster's CA)");
    }

    private JsonObject Describe(string name, ServingRequest request) => new()
    {
        ["apiVersion"] = "certificates.k8s.io/v1",
        ["kind"] = "CertificateSigningRequest",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "edgemesh" } },
        ["spec"] = new JsonObject
        {
            ["request"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE REQUEST", request.Request.Span) + "\n")),
            ["signerName"] = SignerName,
            ["usages"] = new JsonArray("digital signature", "server auth"),
            ["expirationSeconds"] = (int)Math.Min(options.Value.NodeCertificateLifetime.TotalSeconds, int.MaxValue),
        },
    };

    private static void Approve(JsonNode created) => created["status"] = new JsonObject
    {
        ["conditions"] = new JsonArray(new JsonObject
        {
            ["type"] = "Approved",
            ["status"] = "True",
            ["reason"] = "EdgeMeshServing",
            ["message"] = "The node has joined EdgeMesh, and the request holds only what the cluster knows as its own.",
        }),
    };

    private static X509Certificate2Collection? ReadCertificates(JsonNode? request)
    {
        var status = request?["status"];
        foreach (var condition in status?["conditions"] as JsonArray ?? [])
        {
            if ((string?)condition?["type"] is "Denied" or "Failed")
                throw new SigningFailedException($"the cluster refused to sign: {(string?)condition["message"] ?? (string?)condition["reason"]}");
        }
        if (status?["certificate"] is not JsonValue value || !value.TryGetValue<string>(out var encoded) || encoded.Length == 0) return null;
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
        return certificates.Count > 0 ? certificates : null;
    }

    private void Check(X509Certificate2Collection certificates, X509Certificate2Collection trusted, ServingRequest request)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        for (var i = 1; i < certificates.Count; i++) chain.ChainPolicy.ExtraStore.Add(certificates[i]);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(_serverAuthentication);
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        if (!chain.Build(certificates[0]))
        {
            throw new SigningFailedException(
                $"the cluster signed, but not with a CA of its kube-root-ca.crt, so pods would not trust it ({string.Join(", ", chain.ChainStatus.Select(status => status.Status))})");
        }

        var names = certificates[0].Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        if (!certificates[0].PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(request.Key.ExportSubjectPublicKeyInfo())
            || !request.Names.ToHashSet(StringComparer.Ordinal).SetEquals(names?.EnumerateDnsNames() ?? [])
            || !request.Addresses.ToHashSet().SetEquals(names?.EnumerateIPAddresses() ?? []))
            throw new SigningFailedException("the cluster signed something else than it was asked to");
    }
}
