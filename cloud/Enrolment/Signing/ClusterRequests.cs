using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>
/// Has one of the cluster's signers sign: a CertificateSigningRequest, which we approve since we have decided what it says. Whether what comes back is to be
/// believed is the caller's to see.
/// </summary>
internal sealed class ClusterRequests(ClusterObjects cluster, IOptions<EnrolmentOptions> options, TimeProvider time)
{
    private const string Path = "apis/certificates.k8s.io/v1/certificatesigningrequests";
    private const int NameBytes = 10;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);

    /// <summary>What was signed, and behind it its chain.</summary>
    /// <param name="purpose">Who is to sign, and what for.</param>
    /// <param name="request">PKCS#10, DER: checked by the caller, since the cluster copies what it says.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SigningFailedException">The cluster does not sign.</exception>
    public async Task<X509Certificate2Collection> SignAsync(ClusterPurpose purpose, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(purpose, request, cancellationToken);
        }
        catch (ClusterUnavailableException e)
        {
            throw new SigningFailedException(e.Message.TrimEnd('.'), e);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new SigningFailedException($"what the cluster keeps of it is no certificate ({e.Message})", e);
        }
    }

    private async Task<X509Certificate2Collection> AskAsync(ClusterPurpose purpose, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        // Named by its content: whoever asks again, after a time-out or through another replica, finds what was signed.
        var name = $"edgemesh-{purpose.Name}-{Convert.ToHexStringLower(SHA256.HashData(request.Span)[..NameBytes])}";
        var wanted = Describe(name, purpose, request);
        await cluster.CreateAsync(Path, wanted, cancellationToken);
        var created = await cluster.GetAsync($"{Path}/{name}", cancellationToken)
            ?? throw new SigningFailedException("the cluster has no certificates.k8s.io API, or removed the CertificateSigningRequest at once");
        // Any kubelet may make requests, and a node knows what we will call its own: one that says something else must never be approved.
        if (!IsSame(created["spec"], wanted["spec"]!)) throw new SigningFailedException($"somebody else has made a CertificateSigningRequest {name} that asks for something else");
        if (ReadCertificates(created) is { } already) return already;

        if (created["status"]?["conditions"] is not JsonArray { Count: > 0 })
        {
            Approve(created, purpose);
            // Over what was read: a request that took its place meanwhile is not approved.
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

    private JsonObject Describe(string name, ClusterPurpose purpose, ReadOnlyMemory<byte> request) => new()
    {
        ["apiVersion"] = "certificates.k8s.io/v1",
        ["kind"] = "CertificateSigningRequest",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "edgemesh" } },
        ["spec"] = new JsonObject
        {
            ["request"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE REQUEST", request.Span) + "\n")),
            ["signerName"] = purpose.SignerName,
            ["usages"] = new JsonArray([.. purpose.Usages.Select(usage => (JsonNode)usage)]),
            ["expirationSeconds"] = (int)Math.Min(options.Value.NodeCertificateLifetime.TotalSeconds, int.MaxValue),
        },
    };

    /// <summary>Whether it asks for what we would; the API server adds who made it.</summary>
    private static bool IsSame(JsonNode? spec, JsonNode wanted) => spec is not null && wanted.AsObject().All(part => JsonNode.DeepEquals(spec[part.Key], part.Value));

    private static void Approve(JsonNode created, ClusterPurpose purpose) => created["status"] = new JsonObject
    {
        ["conditions"] = new JsonArray(new JsonObject
        {
            ["type"] = "Approved",
            ["status"] = "True",
            ["reason"] = purpose.Reason,
            ["message"] = purpose.Message,
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
}
