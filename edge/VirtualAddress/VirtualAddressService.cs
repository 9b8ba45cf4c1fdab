using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress;

/// <summary>
/// Has the addresses there before anything listens, and for as long as the host runs. They go when the host is disposed, after whatever
/// listened on them. A start that failed leaves what it found.
/// </summary>
internal sealed class VirtualAddressService(IOptions<VirtualAddressOptions> options, TimeProvider time, ILogger<VirtualAddressService> log)
    : IHostedLifecycleService, IVirtualAddresses, IAsyncDisposable
{
    private readonly AddressKeeper _keeper = new(options.Value, log);
    private readonly Lock _turn = new();
    private ITimer? _timer;
    private bool _started;
    private volatile IReadOnlyList<HeldAddress> _held = [];
    private volatile string? _problem;

    public IReadOnlyList<HeldAddress> Held => _held;

    public string? Problem => _problem;

    private bool IsWanted => options.Value.Addresses.Count > 0;

    /// <exception cref="VirtualAddressException">An address cannot be had.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!IsWanted) return Task.CompletedTask;
        _held = _keeper.Ensure();
        foreach (var address in _held)
        {
            if (address.IsOurs) log.Held(address.Address, address.Device);
            else log.SomebodyElses(address.Address, address.Device);
        }
        _timer = time.CreateTimer(_ => Repair(), null, options.Value.Interval, options.Value.Interval);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _started = true;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        // Waits for a repair that is under way: none comes after it.
        if (_timer is not null) await _timer.DisposeAsync();
        if (!_started || !_held.Any(address => address.IsOurs)) return;
        try
        {
            _keeper.Remove();
        }
        catch (VirtualAddressException e)
        {
            log.NotRemoved(e.Message);
        }
    }

    private void Repair()
    {
        // A kernel that takes long is not asked twice at once.
        if (!_turn.TryEnter()) return;
        try
        {
            var now = _keeper.Ensure();
            foreach (var moved in now.Except(_held).Union(_keeper.Made)) log.Repaired(moved.Address, moved.Device);
            (_held, _problem) = (now, null);
        }
        catch (VirtualAddressException e)
        {
            if (_problem != e.Message) log.NotRepaired(e.Message);
            _problem = e.Message;
        }
        finally
        {
            _turn.Exit();
        }
    }
}
