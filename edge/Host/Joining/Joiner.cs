using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Edge.Host.Joining;

/// <summary>Makes this machine a node of the cloud.</summary>
internal sealed class Joiner(TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// <list type="number">
    /// <item>The data directory is ours, writable, and holds no other node (or <paramref name="force"/>; with <paramref name="replace"/> not this one either): before anything is asked of the cloud.</item>
    /// <item>The CA is the one that the token means; nothing secret has been said yet.</item>
    /// <item>Over a connection verified against that CA, the token is exchanged for certificates.</item>
    /// <item>They are what was asked for.</item>
    /// <item>They are kept.</item>
    /// </list>
    /// </summary>
    /// <exception cref="JoinException">It could not be done.</exception>
    /// <exception cref="IdentityException">The directory holds another node, or cannot be written.</exception>
    /// <exception cref="StoreException">The directory is not ours, or not writable.</exception>
    public async Task<EdgeConfig> JoinAsync(
        string data, CloudAddress cloud, JoinToken token, string node, bool force, bool replace, CancellationToken cancellationToken)
    {
        // 1
        DataDirectory.Claim(data);
        var directory = new IdentityDirectory(data);
        if (!force && directory.ReadConfig() is { } joined && !(replace && joined.Node == node))
        {
            throw new IdentityException(
                $"'{directory.Path}' has joined already, as node '{joined.Node}' of the cloud at {joined.Cloud}. Start it with 'edgemesh-edge run', or join anew with --force.");
        }

        using var patience = new CancellationTokenSource(_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // 2
            using var authority = await AuthorityPinning.FetchAsync(cloud, token.AuthorityHash, either.Token);

            // 3
            using var keys = new NodeKeys(node);
            var (client, serving, authorities, signers) = await EnrolmentCall.EnrolAsync(cloud, authority, token.Bootstrap, node, replace, keys, either.Token);

            // 4
            if (!authorities.Any(other => other.RawDataMemory.Span.SequenceEqual(authority.RawDataMemory.Span)))
                throw new JoinException($"The cloud at {cloud} sent CAs without the one that the token means. Install the same version on both sides.");

            // The CA that the token means made the cloud's certificate; while the CA is being changed another one signs for nodes. Who signed the client
            // certificate is the cloud's affair, which has to believe it.
            Check(client, keys.Client, node);
            Check(serving, keys.Serving, node);
            CheckChain(serving, authorities);

            // 5
            var config = new EdgeConfig(node, cloud, time.GetUtcNow());
            directory.Save(new NodeIdentity(config, client.CopyWithPrivateKey(keys.Client), serving.CopyWithPrivateKey(keys.Serving), [], authorities, signers));
            return config;
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new JoinException($"The cloud at {cloud} did not answer within {_patience.TotalSeconds:0} s. Check --cloud, and that the cloud runs.", e) { MayPass = true };
        }
    }

    private void Check(X509Certificate2 certificate, ECDsa key, string node)
    {
        var now = time.GetUtcNow();
        if (now < certificate.NotBefore.ToUniversalTime() || now >= certificate.NotAfter.ToUniversalTime())
            throw new JoinException($"The cloud's certificate for this node is not valid now ({certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}). Set this node's clock and join again.");
        if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo())
            || !NodeSubject.TryRead(certificate.SubjectName, out var named) || named != node)
            throw new JoinException("The cloud sent a certificate that was not asked for. Install the same version on both sides.");
    }

    private void CheckChain(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().LocalDateTime;
        if (!chain.Build(certificate))
            throw new JoinException($"The cloud's certificate for this node is not valid ({string.Join(", ", chain.ChainStatus.Select(status => status.Status))}). Set this node's clock and join again.");
    }
}
