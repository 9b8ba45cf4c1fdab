using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;

/// <summary>Reads and writes members. A write counts only over what was read: two replicas never undo each other.</summary>
internal sealed class Members(ClusterObjects cluster, IOptions<EnrolmentOptions> options, TimeProvider time) : IMembers
{
    private readonly string _namespace = options.Value.Namespace;

    private string Path => $"api/v1/namespaces/{_namespace}/configmaps";

    /// <summary>The member as the API server has it now, and its resourceVersion; null for a node that has not joined.</summary>
    public async Task<(Member Member, string Version)?> FindAsync(string node, CancellationToken cancellationToken)
    {
        var map = await cluster.GetAsync($"{Path}/{MemberConfigMap.NameOf(node)}", cancellationToken);
        return MemberConfigMap.Read(map) is { } member ? (member, MemberConfigMap.VersionOf(map) ?? "") : null;
    }

    /// <summary>Writes a member over what was read (<paramref name="version"/>), or as a new one (null); false where somebody else was faster.</summary>
    public Task<bool> TryWriteAsync(Member member, string? version, CancellationToken cancellationToken)
    {
        var map = MemberConfigMap.Write(member, _namespace, version);
        return version is null
            ? cluster.CreateAsync(Path, map, cancellationToken)
            : cluster.ReplaceAsync($"{Path}/{MemberConfigMap.NameOf(member.Node)}", map, cancellationToken);
    }

    /// <summary>
    /// A node that showed one of its certificates gets another: both count from now on, and no third. False where the one that was shown does not count (any more).
    /// </summary>
    public async Task<bool> TryAddCertificateAsync(string node, string shown, MemberCertificate added, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await FindAsync(node, cancellationToken) is not { } found || found.Member.Certificates.FirstOrDefault(known => known.Fingerprint == shown) is not { } kept)
                return false;
            if (await TryWriteAsync(found.Member with { Certificates = [kept, added] }, found.Version, cancellationToken)) return true;
            // Somebody else wrote meanwhile: who is revoked by that gets nothing.
        }
    }

    public async Task<bool> RevokeAsync(string node, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!Nodes.DnsName.IsSubdomain(node) || await FindAsync(node, cancellationToken) is not { } found) return false;
            if (found.Member.Revoked is not null) return true;
            if (await TryWriteAsync(found.Member with { Certificates = [], Revoked = time.GetUtcNow() }, found.Version, cancellationToken)) return true;
        }
    }

    public async Task<IReadOnlyList<Member>> ListAsync(CancellationToken cancellationToken)
    {
        var list = await cluster.GetAsync($"{Path}?labelSelector={Uri.EscapeDataString("app.kubernetes.io/managed-by=edgemesh")}", cancellationToken);
        return [.. (list?["items"] as JsonArray ?? []).Select(MemberConfigMap.Read).OfType<Member>().OrderBy(member => member.Node, StringComparer.Ordinal)];
    }
}
