using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>Has the CA at hand before the first connection is taken, and holds it from then on.</summary>
internal sealed class AuthorityLoader(
    AuthorityStore store, IOptions<EnrolmentOptions> options, TimeProvider time, ILogger<AuthorityLoader> log) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private volatile AuthoritySet? _set;

    /// <summary>The CA that signs for nodes; those that are trusted beside it are its own to name.</summary>
    /// <exception cref="InvalidOperationException">Asked for before the start.</exception>
    public CertificateAuthority Current => All.Signing;

    /// <summary>The CAs of now.</summary>
    /// <exception cref="InvalidOperationException">Asked for before the start.</exception>
    public AuthoritySet All => _set ?? throw new InvalidOperationException("The CA is asked for before it is loaded.");

    /// <summary>Raised when the CAs are others than before.</summary>
    public event Action? Changed;

    /// <summary>From now on. The former ones are left to the garbage collector: whoever signs or verifies just now still holds them.</summary>
    public void Replace(AuthoritySet next)
    {
        if (_set is { } known && known.Serving.Hash == next.Serving.Hash && known.Signing.Trusted.SequenceEqual(next.Signing.Trusted)) return;
        _set = next;
        log.AuthorityChanged(next.Signing.Hash, next.Serving.Hash, next.Signing.Trusted.Count);
        Changed?.Invoke();
    }

    /// <summary>Loads the CA where that has not happened yet.</summary>
    public async Task<AuthoritySet> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _set ??= await store.LoadOrCreateAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Waits for an API server that is not there yet, but not for ever: who starts us should hear of it.</summary>
    /// <exception cref="ClusterUnavailableException">It did not come in time.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                var authority = await GetAsync(cancellationToken);
                log.AuthorityLoaded(authority.Signing.Hash, authority.Signing.Certificate.NotAfter.ToUniversalTime());
                return;
            }
            catch (ClusterUnavailableException e) when (time.GetElapsedTime(start) + _pause < options.Value.StartTimeout)
            {
                log.AuthorityNotYetLoaded(e.Message);
                await Task.Delay(_pause, time, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.Dispose();
        _set?.Signing.Dispose();
        _set?.Serving.Dispose();
    }
}
