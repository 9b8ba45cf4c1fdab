using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Joining;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>Renews what has to be renewed: a certificate that is due, and a serving certificate that no longer says what it should.</summary>
/// <param name="identity">What is in use.</param>
/// <param name="directory">Where it is kept.</param>
/// <param name="call">Asks the cloud.</param>
/// <param name="addresses">Where pods reach the MetaServer.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Says what happened.</param>
internal sealed class Renewer(
    CurrentIdentity identity, IdentityDirectory directory, IRenewalCall call, IReadOnlyList<IPAddress> addresses, TimeProvider time, ILogger<Renewer> log)
{
    /// <summary>
    /// The client certificate first, and for itself: it is the way to the cloud, and must not wait for a signer that rests or for an address
    /// that the cloud does not allow.
    /// </summary>
    /// <exception cref="RenewalException">It did not work; what is in use stays in use.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (IsDue(identity.Value.Client)) await RenewClientAsync(cancellationToken);
        await RenewServingAsync(cancellationToken);
    }

    /// <summary>Whether one of the certificates is to be renewed by its age.</summary>
    public bool IsAnyDue => IsDue(identity.Value.Serving) || IsDue(identity.Value.Client);

    private async Task RenewClientAsync(CancellationToken cancellationToken)
    {
        var current = identity.Value;
        using var keys = new NodeKeys(current.Config.Node);
        // Without addresses: where pods reach this node is no matter of the client's.
        var answer = await call.AskAsync(current.Serving, [], default, keys.ClientRequest(), cancellationToken);
        var next = current with { Client = Check(answer.Client, keys.Client, current.Config.Node).CopyWithPrivateKey(keys.Client) };
        Use(next);
        log.ClientRenewed(next.Client.NotAfter.ToUniversalTime());
    }

    /// <summary>
    /// <list type="number">
    /// <item>The cloud says what the certificate has to say now.</item>
    /// <item>Where it is due or outdated there is a new key, and the cloud signs for it.</item>
    /// <item>What came is what was asked for.</item>
    /// <item>It is kept, and then used: a daemon that is killed in between has lost nothing.</item>
    /// </list>
    /// </summary>
    private async Task RenewServingAsync(CancellationToken cancellationToken)
    {
        // 1
        var current = identity.Value;
        var advice = await call.AskAsync(current.Serving, addresses, default, default, cancellationToken);
        var serving = advice.Outdated || IsDue(current.Serving);
        // Whoever is trusted for the next certificate is written down before it is used.
        var knowsSigners = advice.Authorities.All(authority => current.ServingAuthorities.Contains(authority));
        var authorities = TrustedNext(current, advice);
        if (!serving && knowsSigners && authorities.SequenceEqual(current.Authorities))
        {
            if (advice.ClientOutdated) await RenewClientAsync(cancellationToken);
            return;
        }
        var next = current with { ServingAuthorities = advice.Authorities, Authorities = authorities };

        if (serving)
        {
            // 2
            using var keys = new NodeKeys(current.Config.Node);
            var answer = await call.AskAsync(current.Serving, addresses, keys.ServingRequest(advice.Names, advice.Addresses), default, cancellationToken);

            // 3
            var leaf = Check(answer.Serving.FirstOrDefault(), keys.Serving, current.Config.Node);
            CheckNames(leaf, advice);
            next = next with { Serving = leaf.CopyWithPrivateKey(keys.Serving), ServingChain = [.. answer.Serving.Skip(1)] };
        }

        // 4
        Use(next);
        if (!authorities.SequenceEqual(current.Authorities)) log.AuthoritiesChanged(authorities.Count);
        if (serving) log.ServingRenewed(next.Serving.NotAfter.ToUniversalTime(), next.Serving.Issuer, advice.Outdated ? "what it has to say had changed" : "it was due");
        if (advice.ClientOutdated) await RenewClientAsync(cancellationToken);
    }

    /// <summary>The cloud changes its CA: the next one is trusted before it is met. An answer that names none that is known now is no change but a break.</summary>
    private static X509Certificate2Collection TrustedNext(NodeIdentity current, Advice advice) =>
        advice.CloudAuthorities.Any(authority => current.Authorities.Contains(authority)) ? advice.CloudAuthorities : current.Authorities;

    private void Use(NodeIdentity next)
    {
        try
        {
            directory.SaveCertificates(next);
        }
        catch (IdentityException e)
        {
            throw new RenewalException(e.Message, e);
        }
        identity.Replace(next);
    }

    private bool IsDue(X509Certificate2 certificate) => time.GetUtcNow() >= RenewalTime.Of(certificate);

    private X509Certificate2 Check(X509Certificate2? certificate, ECDsa key, string node)
    {
        if (certificate is null || !certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo())
            || !NodeSubject.TryRead(certificate.SubjectName, out var named) || named != node)
            throw new RenewalException("the cloud sent a certificate that was not asked for: install the same version on both sides");
        var now = time.GetUtcNow();
        if (now < certificate.NotBefore.ToUniversalTime() || now >= certificate.NotAfter.ToUniversalTime())
            throw new RenewalException($"the certificate that the cloud sent is not valid now ({certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}): set this node's clock");
        return certificate;
    }

    /// <summary>A certificate that pods would not accept is not better than the one in use.</summary>
    private static void CheckNames(X509Certificate2 certificate, Advice advice)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var missing = advice.Names.Except(names?.EnumerateDnsNames() ?? [], StringComparer.Ordinal)
            .Concat(advice.Addresses.Except(names?.EnumerateIPAddresses() ?? []).Select(address => address.ToString())).ToArray();
        if (missing.Length > 0) throw new RenewalException($"the certificate that the cloud sent lacks {string.Join(", ", missing)}: install the same version on both sides");
    }
}
