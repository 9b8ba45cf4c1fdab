using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>
/// Client certificates: the common name is the user, the organisations are the groups. A certificate is judged once for its connection and
/// the authorities of the time; its time is looked at with each request.
/// </summary>
public sealed class ClientCertificateAuthenticator : IRequestAuthenticator
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";
    private readonly ConditionalWeakTable<X509Certificate2, Judged> _judged = [];
    private readonly Func<X509Certificate2Collection> _authorities;
    private readonly TimeProvider _time;

    /// <summary>Believes the authorities that are configured.</summary>
    public ClientCertificateAuthenticator(IOptions<ClientCertificateOptions> options, TimeProvider time)
        : this(() => options.Value.Authorities, time)
    {
    }

    internal ClientCertificateAuthenticator(Func<X509Certificate2Collection> authorities, TimeProvider time) => (_authorities, _time) = (authorities, time);

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context)
    {
        if (context.Connection.ClientCertificate is not { } certificate) return ValueTask.FromResult(AuthenticationResult.NotMine);
        var authorities = _authorities();
        if (_judged.TryGetValue(certificate, out var known) && ReferenceEquals(known.Authorities, authorities))
            return ValueTask.FromResult(IsInTime(certificate) ? new(known.User, null) : new AuthenticationResult(null, "the client certificate has expired"));
        var result = Judge(certificate, authorities);
        if (result.User is { } user) _judged.AddOrUpdate(certificate, new Judged(user, authorities));
        return ValueTask.FromResult(result);
    }

    private AuthenticationResult Judge(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        // One by one too: while a CA is rotated there are two of one name, of which the platform looks at one only.
        if (!IsOf(certificate, authorities) && (authorities.Count < 2 || !authorities.Any(authority => IsOf(certificate, [authority]))))
        {
            return new AuthenticationResult(null, IsInTime(certificate)
                ? $"the client certificate of '{certificate.Subject}' is not of an authority that is trusted here"
                : $"the client certificate of '{certificate.Subject}' is good from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u} only");
        }
        string? user = null;
        var groups = new List<string>();
        foreach (var name in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (name.HasMultipleElements) continue;
            var type = name.GetSingleElementType().Value;
            if (type == CommonName) user = name.GetSingleElementValue();
            else if (type == Organization && name.GetSingleElementValue() is { Length: > 0 } group) groups.Add(group);
        }
        if (string.IsNullOrEmpty(user)) return new AuthenticationResult(null, "the client certificate has no common name");
        groups.Add("system:authenticated");
        return new AuthenticationResult(new UserIdentity(user, groups) { IsByCertificate = true, Extra = ExtraOf(certificate) }, null);
    }

    private bool IsOf(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        if (authorities.Count == 0) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().LocalDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain.Build(certificate);
    }

    private static Dictionary<string, IReadOnlyList<string>> ExtraOf(X509Certificate2 certificate) => new()
    {
        ["authentication.kubernetes.io/credential-id"] = [$"X509SHA256={certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()}"],
    };

    private bool IsInTime(X509Certificate2 certificate)
    {
        var now = _time.GetUtcNow();
        return now >= certificate.NotBefore.ToUniversalTime() && now <= certificate.NotAfter.ToUniversalTime();
    }

    private sealed record Judged(UserIdentity User, X509Certificate2Collection Authorities);
}
