using System.Globalization;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;

/// <summary>
/// Says whether a certificate of our CA counts. What is not in the book is asked of the API server: a node that has just joined at another replica, or a cloud
/// that has just started, must not be told no. A no is repeated for a moment without asking.
/// </summary>
internal sealed class MemberProof(MemberBook book, Members members, TimeProvider time)
{
    private const int MostRefusals = 10_000;
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);

    /// <returns>Cancelled when it no longer counts; null where it does not now.</returns>
    /// <exception cref="ClusterUnavailableException">It is not in the book, and the API server cannot be asked.</exception>
    public async ValueTask<CancellationToken?> FindAsync(string node, string fingerprint, CancellationToken cancellationToken)
    {
        if (book.TryProve(node, fingerprint, out var ended)) return ended;
        if (WasRefused(fingerprint)) return null;

        if (await members.FindAsync(node, cancellationToken) is { } found && long.TryParse(found.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            book.Turn(node, found.Member, revision);
        if (book.TryProve(node, fingerprint, out ended)) return ended;

        lock (_gate)
        {
            if (_refused.Count >= MostRefusals) _refused.Clear();
            _refused[fingerprint] = time.GetTimestamp();
        }
        return null;
    }

    private bool WasRefused(string fingerprint)
    {
        lock (_gate)
        {
            if (!_refused.TryGetValue(fingerprint, out var at)) return false;
            if (time.GetElapsedTime(at) < s_memory) return true;
            _refused.Remove(fingerprint);
            return false;
        }
    }
}
