using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

/// <summary>What operators see of this room: meter <c>KubeEdge.EdgeMesh.Controllers</c>.</summary>
internal sealed class ControllerMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "KubeEdge.EdgeMesh.Controllers";

    private readonly Counter<long> _reconciles;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _events;
    private readonly ConcurrentDictionary<string, Func<int>> _queues = [];
    private int _leading;

    public ControllerMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _reconciles = meter.CreateCounter<long>(
            "edgemesh.controllers.reconciles", "{look}", "Looks at a key, by controller and outcome: success, requeue, conflict, failure or terminal.");
        _duration = meter.CreateHistogram<double>("edgemesh.controllers.reconcile.duration", "s", "How long a look at a key took, by controller.");
        _events = meter.CreateCounter<long>("edgemesh.controllers.events", "{event}", "Events for people, by outcome: written, counted, limited, failed or dropped.");
        meter.CreateObservableGauge("edgemesh.controllers.queued", Depths, "{key}", "Keys that wait for a look, by controller.");
        meter.CreateObservableGauge("edgemesh.controllers.leading", () => Volatile.Read(ref _leading), "{process}", "1 while this process runs the controllers.");
    }

    /// <summary>A look has ended.</summary>
    public void Reconciled(string controller, ReconcileOutcome outcome, TimeSpan took)
    {
        var name = outcome switch
        {
            ReconcileOutcome.Success => "success",
            ReconcileOutcome.Requeue => "requeue",
            ReconcileOutcome.Conflict => "conflict",
            ReconcileOutcome.Terminal => "terminal",
            _ => "failure",
        };
        _reconciles.Add(1, new("controller", controller), new("outcome", name));
        _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("controller", controller));
    }

    /// <summary>Something became of an Event.</summary>
    public void Noted(string outcome) => _events.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Where the length of a controller's queue comes from, for as long as it runs.</summary>
    public void Follow(string controller, Func<int> depth) => _queues[controller] = depth;

    public void SetLeading(bool leading) => Volatile.Write(ref _leading, leading ? 1 : 0);

    private IEnumerable<Measurement<int>> Depths() =>
        _queues.Select(queue => new Measurement<int>(queue.Value(), new KeyValuePair<string, object?>("controller", queue.Key)));
}
