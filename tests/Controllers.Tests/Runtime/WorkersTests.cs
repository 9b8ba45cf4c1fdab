using System.Diagnostics.Metrics;
using System.Threading.Channels;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Runtime;

/// <summary>The contract on <see cref="IReconciler{TKey}"/>, line by line.</summary>
public sealed class WorkersTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;
    private readonly ScriptedReconciler _reconciler = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IMeterFactory _meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
    private readonly ControllerMetrics _metrics;
    private Task _run = Task.CompletedTask;

    public WorkersTests()
    {
        _queue = new WorkQueue<string>(_time, new Random(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        _metrics = new ControllerMetrics(_meters);
    }

    public ValueTask InitializeAsync()
    {
        _run = new Workers<string>("test", _queue, _reconciler, 3, _metrics, _time, NullLogger.Instance).RunAsync(_stop.Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(Limit, TimeProvider.System);
        _queue.Dispose();
        _stop.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Failure_Thrown_IsTriedAgainAfterBackoff()
    {
        _reconciler.Then(() => throw new InvalidOperationException("first")).Then(() => ReconcileResult.Done);

        _queue.Add("a");
        await _reconciler.LookedAsync();
        await AdvanceUntilLookedAsync(TimeSpan.FromMilliseconds(100), atLeast: TimeSpan.FromMilliseconds(500));

        Assert.Equal(2, _reconciler.Looks);
    }

    [Fact]
    public async Task TerminalFailure_Thrown_IsNotTriedAgainUntilAChange()
    {
        _reconciler.Then(() => throw new TerminalException("no use")).Then(() => ReconcileResult.Done);

        _queue.Add("a");
        await _reconciler.LookedAsync();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, _reconciler.Looks);

        _queue.Add("a");
        await _reconciler.LookedAsync();
    }

    [Fact]
    public async Task RequeueAfter_Asked_ComesAgainThen()
    {
        _reconciler.Then(() => new ReconcileResult(TimeSpan.FromMinutes(1))).Then(() => ReconcileResult.Done);

        _queue.Add("a");
        await _reconciler.LookedAsync();
        await AdvanceUntilLookedAsync(TimeSpan.FromSeconds(5), atLeast: TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Outcomes_OneOfEach_AreCounted()
    {
        var outcomes = Channel.CreateUnbounded<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "edgemesh.controllers.reconciles" && instrument.Meter.Scope == _meters)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => outcomes.Writer.TryWrite($"{tags[0].Value} {tags[1].Value}"));
        listener.Start();
        _reconciler
            .Then(() => ReconcileResult.Done)
            .Then(() => new ReconcileResult(TimeSpan.FromHours(1)))
            .Then(() => throw KubernetesStatus.Conflict(new("", "v1", "pods"), "a").ToException())
            .Then(() => throw new InvalidOperationException("failed"))
            .Then(() => throw new TerminalException("no use"));

        var seen = new List<string>();
        foreach (var key in new[] { "a", "b", "c", "d", "e" })
        {
            _queue.Add(key);
            seen.Add(await outcomes.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken));
        }

        Assert.Equal(["test success", "test requeue", "test conflict", "test failure", "test terminal"], seen);
    }

    [Fact]
    public async Task OneKey_ManyAdditions_IsNeverLookedAtTwiceAtATime()
    {
        var (inside, worst) = (0, 0);
        for (var i = 0; i < 200; i++)
        {
            _reconciler.Then(() =>
            {
                worst = Math.Max(worst, Interlocked.Increment(ref inside));
                Thread.SpinWait(1000);
                Interlocked.Decrement(ref inside);
                return ReconcileResult.Done;
            });
        }

        for (var i = 0; i < 200; i++)
        {
            _queue.Add("a");
            await Task.Yield();
        }

        await _reconciler.LookedAsync();
        Assert.Equal(1, worst);
    }

    [Fact]
    public async Task Stop_LookUnderWay_IsWaitedFor()
    {
        var enter = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        _reconciler.Then(() =>
        {
            enter.SetResult();
            leave.Task.Wait(Limit);
            return ReconcileResult.Done;
        });
        _queue.Add("a");
        await enter.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);

        await _stop.CancelAsync();
        Assert.False(_run.IsCompleted);
        leave.SetResult();
        await _run.WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    private async Task AdvanceUntilLookedAsync(TimeSpan step, TimeSpan atLeast)
    {
        var start = _time.GetUtcNow();
        var looked = _reconciler.LookedAsync();
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!looked.IsCompleted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
            _time.Advance(step);
        }

        Assert.True(_time.GetUtcNow() - start >= atLeast);
    }

    private sealed class ScriptedReconciler : IReconciler<string>
    {
        private readonly Queue<Func<ReconcileResult>> _script = [];
        private readonly Channel<bool> _looked = Channel.CreateUnbounded<bool>();
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public ScriptedReconciler Then(Func<ReconcileResult> step)
        {
            _script.Enqueue(step);
            return this;
        }

        public async Task LookedAsync() => await _looked.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit);

        public Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
        {
            Func<ReconcileResult> step;
            lock (_script)
                step = _script.Dequeue();
            Interlocked.Increment(ref _looks);
            try
            {
                return Task.FromResult(step());
            }
            finally
            {
                _looked.Writer.TryWrite(true);
            }
        }
    }
}
