using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;

/// <summary>What this replica knows of members, and who has to hear when a certificate no longer counts.</summary>
internal sealed class MemberBook(ILogger<MemberBook> log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Page> _pages = new(StringComparer.Ordinal);

    /// <summary>Whether the certificate says that somebody is this node. The token is cancelled when that ends.</summary>
    public bool TryProve(string node, string fingerprint, out CancellationToken ended)
    {
        lock (_gate)
        {
            var counts = _pages.TryGetValue(node, out var page) && page.Proofs.TryGetValue(fingerprint, out var proof);
            ended = counts ? page!.Proofs[fingerprint].Token : default;
            return counts;
        }
    }

    /// <summary>For a person: why a certificate of our CA does not prove who somebody is.</summary>
    public string Explain(string node)
    {
        lock (_gate)
        {
            return _pages.GetValueOrDefault(node)?.Member switch
            {
                null => $"no node '{node}' has joined this cluster's cloud: join again with 'edgemesh-edge join --force'",
                { Revoked: { } at } => $"node '{node}' was revoked at {at:u}; to come back it joins again, with --replace and a token for it ('edgemesh-cloud token create --node {node}')",
                { Joined: var at } => $"another machine has joined as node '{node}' since (at {at:u}), or this one shows an old certificate, or one that this cloud did not ask for; to take the name back join with --replace",
            };
        }
    }

    /// <summary>A member as of a revision; null for one that is gone. What is older than what is known is ignored.</summary>
    public void Turn(string node, Member? member, long revision)
    {
        List<CancellationTokenSource> ended = [];
        lock (_gate)
        {
            var known = _pages.GetValueOrDefault(node);
            if (known?.Revision >= revision) return;
            var proofs = new Dictionary<string, CancellationTokenSource>(StringComparer.Ordinal);
            foreach (var certificate in member?.Certificates ?? [])
                proofs[certificate.Fingerprint] = known?.Proofs.GetValueOrDefault(certificate.Fingerprint) ?? new CancellationTokenSource();
            if (known is not null) ended.AddRange(known.Proofs.Where(proof => !proofs.ContainsKey(proof.Key)).Select(proof => proof.Value));
            _pages[node] = new Page(member, revision, proofs);
        }
        // Outside the lock: whoever hears it asks why. Never disposed, since somebody may be about to listen; nothing hangs on one that was cancelled.
        foreach (var proof in ended) proof.Cancel();
        // Who was revoked long ago is no news: at a start nothing ends.
        if (ended.Count > 0 && member is { Revoked: not null }) log.Revoked(node);
    }

    private sealed record Page(Member? Member, long Revision, Dictionary<string, CancellationTokenSource> Proofs);
}
