using System.Net;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;

/// <summary>Counts the wrong tokens of each address in the current minute.</summary>
internal sealed class WrongTokens(IOptions<EnrolmentOptions> options, TimeProvider time)
{
    /// <summary>So many addresses are told apart; the rest of a flood shares one count, so that memory has a bound.</summary>
    private const int MaxAddresses = 10_000;

    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _counts = [];
    private DateTimeOffset _windowEnds;

    /// <summary>Whether the address has shown too many wrong tokens of late.</summary>
    public bool IsLocked(IPAddress address)
    {
        lock (_gate)
        {
            Turn();
            return _counts.GetValueOrDefault(Bucket(address)) >= options.Value.WrongTokensPerMinute;
        }
    }

    /// <summary>The address has shown a wrong token.</summary>
    public void Count(IPAddress address)
    {
        lock (_gate)
        {
            Turn();
            var bucket = Bucket(address);
            _counts[bucket] = _counts.GetValueOrDefault(bucket) + 1;
        }
    }

    private IPAddress Bucket(IPAddress address) =>
        _counts.Count < MaxAddresses || _counts.ContainsKey(address) ? address : IPAddress.None;

    private void Turn()
    {
        var now = time.GetUtcNow();
        if (now < _windowEnds)
            return;

        _counts.Clear();
        _windowEnds = now + _window;
    }
}
