using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <inheritdoc cref="IAuthorityRotation"/>
internal sealed class AuthorityRotation(ClusterObjects cluster, IMembers members, IOptions<EnrolmentOptions> options, TimeProvider time) : IAuthorityRotation
{
    private const int MostNamed = 10;
    private static readonly TimeSpan s_known = TimeSpan.FromDays(1);

    private string Path => $"api/v1/namespaces/{options.Value.Namespace}/secrets/{options.Value.AuthoritySecret}";

    public async Task<IReadOnlyList<AuthorityState>> ListAsync(CancellationToken cancellationToken)
    {
        var secret = await ReadAsync(cancellationToken);
        return [.. new[] { ("signing", AuthoritySecret.Certificate), ("next", AuthoritySecret.NextCertificate), ("previous", AuthoritySecret.PreviousCertificate) }
            .Select(part => (part.Item1, Pem: SecretData.Text(secret, part.Item2)))
            .Where(part => !string.IsNullOrEmpty(part.Pem))
            .Select(part => Describe(part.Item1, part.Pem!))];
    }

    public async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        var secret = await ReadAsync(cancellationToken);
        if (SecretData.Text(secret, AuthoritySecret.NextCertificate) is { Length: > 0 }) throw new RotationException("A next CA is announced already. Go on with 'edgemesh-cloud ca promote'.");
        if (SecretData.Text(secret, AuthoritySecret.PreviousCertificate) is { Length: > 0 }) throw new RotationException("The last change is not finished. End it with 'edgemesh-cloud ca retire' first.");
        var now = time.GetUtcNow();
        var (certificate, key) = AuthorityMaker.Make(now, options.Value.AuthorityLifetime);
        Set(secret, AuthoritySecret.NextCertificate, certificate);
        Set(secret, AuthoritySecret.NextKey, key);
        var metadata = secret["metadata"]!;
        if (metadata["annotations"] is not JsonObject) metadata["annotations"] = new JsonObject();
        metadata["annotations"]![AuthoritySecret.AnnouncedAnnotation] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        await WriteAsync(secret, cancellationToken);
    }

    public async Task PromoteAsync(bool evenIfEarly, CancellationToken cancellationToken)
    {
        var secret = await ReadAsync(cancellationToken);
        if (SecretData.Text(secret, AuthoritySecret.NextCertificate) is not { Length: > 0 }) throw new RotationException("No next CA is announced. Begin with 'edgemesh-cloud ca rotate'.");
        if (!evenIfEarly && !(DateTimeOffset.TryParse((string?)secret["metadata"]?["annotations"]?[AuthoritySecret.AnnouncedAnnotation], CultureInfo.InvariantCulture, out var announced)
            && time.GetUtcNow() - announced >= s_known))
        {
            throw new RotationException($"The next CA was announced less than {s_known.TotalHours:0} hours ago: edges and pods may not know it yet. Wait, or say --now.");
        }
        Move(secret, AuthoritySecret.Certificate, AuthoritySecret.PreviousCertificate);
        Move(secret, AuthoritySecret.Key, AuthoritySecret.PreviousKey);
        Move(secret, AuthoritySecret.NextCertificate, AuthoritySecret.Certificate);
        Move(secret, AuthoritySecret.NextKey, AuthoritySecret.Key);
        await WriteAsync(secret, cancellationToken);
    }

    public async Task RetireAsync(bool evenIfUsed, CancellationToken cancellationToken)
    {
        var secret = await ReadAsync(cancellationToken);
        if (SecretData.Text(secret, AuthoritySecret.PreviousCertificate) is not { Length: > 0 } previous) throw new RotationException("There is no former CA.");
        var old = Describe("previous", previous);
        var users = (await members.ListAsync(cancellationToken)).Where(member => member.IsEnrolled(time.GetUtcNow())
            && member.Certificates[^1].Authority == old.KeyIdentifier).Select(member => member.Node).ToArray();
        if (users.Length > 0 && !evenIfUsed)
        {
            throw new RotationException($"{users.Length} nodes still have certificates of the former CA ({string.Join(", ", users.Take(MostNamed))}{(users.Length > MostNamed ? ", …" : "")}): they come for new ones " +
                "when they are online. Wait for them, or say --force: then they have to join again.");
        }
        var data = secret["data"]!.AsObject();
        data.Remove(AuthoritySecret.PreviousCertificate);
        data.Remove(AuthoritySecret.PreviousKey);
        await WriteAsync(secret, cancellationToken);
    }

    private static AuthorityState Describe(string role, string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return new AuthorityState(role, MemberCertificate.FingerprintOf(certificate), CertificateAuthority.KeyIdentifierOf(certificate), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
    }

    private async Task<JsonObject> ReadAsync(CancellationToken cancellationToken) =>
        await cluster.GetAsync(Path, cancellationToken) as JsonObject
        ?? throw new RotationException($"There is no Secret {options.Value.Namespace}/{options.Value.AuthoritySecret}: no cloud has run in this cluster yet.");

    private async Task WriteAsync(JsonObject secret, CancellationToken cancellationToken)
    {
        if (!await cluster.ReplaceAsync(Path, secret, cancellationToken)) throw new RotationException("Somebody else changed the Secret at the same moment. Look with 'edgemesh-cloud ca list', and try again.");
    }

    private static void Set(JsonObject secret, string name, string value) => secret["data"]![name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));

    private static void Move(JsonObject secret, string from, string to)
    {
        var data = secret["data"]!.AsObject();
        data[to] = data[from]!.DeepClone();
        data.Remove(from);
    }
}
