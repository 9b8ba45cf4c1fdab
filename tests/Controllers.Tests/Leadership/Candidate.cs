using KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Leadership;

/// <summary>A process that wants to lead, and whose work takes a while to stop if a test says so.</summary>
internal sealed class Candidate : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private volatile bool _leads;

    public Candidate(string identity, ILeases leases, TimeProvider time)
    {
        var options = Options.Create(new LeadershipOptions { Identity = identity });
        _run = Task.Run(() => new Election(leases, options, time, new Random(1), NullLogger<Election>.Instance).RunAsync(LeadAsync, _stop.Token));
    }

    /// <summary>Whether its work runs; it does until it has wholly stopped.</summary>
    public bool Leads => _leads;

    /// <summary>How often it began to lead.</summary>
    public int Terms { get; private set; }

    /// <summary>The work ends only after this, once it is told to stop.</summary>
    public Task MayStop { get; set; } = Task.CompletedTask;

    /// <summary>Asks it to stop.</summary>
    public Task StopAsync() => Task.WhenAll(_stop.CancelAsync(), _run);

    public void AskToStop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task LeadAsync(CancellationToken term)
    {
        Terms++;
        _leads = true;
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (term.Register(told.SetResult))
            await told.Task;
        await MayStop;
        _leads = false;
    }
}
