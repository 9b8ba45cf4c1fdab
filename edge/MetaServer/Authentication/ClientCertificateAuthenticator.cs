using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>
/// Client certificates: the common name is the user, the organisations are the groups. A certificate is judged once for its connection,
/// but for its time, which is looked at with each request.
/// </summary>
public sealed class ClientCertificateAuthenticator(IOptions<ClientCertificateOptions> options, TimeProvider time) : IRequestAuthenticator
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";
    private readonly ConditionalWeakTable<X509Certificate2, UserIdentity> _judged = [];

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context)
    {
        if (context.Connection.ClientCertificate is not { } certificate) return ValueTask.FromResult(AuthenticationResult.NotMine);
        if (_judged.TryGetValue(certificate, out var known))
            return ValueTask.FromResult(IsInTime(certificate) ? new(known, null) : new AuthenticationResult(null, "the client certificate has expired"));
        var result = Judge(certificate);
        if (result.User is { } user) _judged.AddOrUpdate(certificate, user);
        return ValueTask.FromResult(result);
    }

    private AuthenticationResult Judge(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(options.Value.Authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().LocalDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        if (options.Value.Authorities.Count == 0 || !chain.Build(certificate))
            return new AuthenticationResult(null, $"the client certificate of '{certificate.Subject}' is not of an authority that is trusted here");
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
        return new AuthenticationResult(new UserIdentity(user, groups), null);
    }

    private bool IsInTime(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow();
        return now >= certificate.NotBefore.ToUniversalTime() && now <= certificate.NotAfter.ToUniversalTime();
    }
}
