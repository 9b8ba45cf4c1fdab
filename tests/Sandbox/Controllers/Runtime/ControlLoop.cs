using System.Text.Json.Nodes;
using System.Threading.Channels;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;

/// <summary>
/// Runs all controllers on one thread of control: events come in through one bounded channel, are applied to the view, and what they concern is
/// looked at, one key after another.
/// </summary>
internal sealed class ControlLoop
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private readonly IClusterClient _client;
    private readonly ClusterView _view;
    private readonly IReadOnlyList<IController> _controllers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Agenda _agenda;
    private readonly Channel<Action> _inbox = Channel.CreateBounded<Action>(new BoundedChannelOptions(1024) { SingleReader = true });
    private readonly HashSet<GroupVersionResource> _unknown;
    private readonly Dictionary<(IController, ObjectKey), int> _failures = [];

    public ControlLoop(IClusterClient client, ClusterView view, IReadOnlyList<IController> controllers, TimeProvider time, ILogger logger)
    {
        (_client, _view, _controllers, _time, _logger) = (client, view, controllers, time, logger);
        _agenda = new Agenda(time);
        _unknown = [.. controllers.SelectMany(controller => controller.Reads)];
        view.Changed = OnChanged;
    }

    /// <summary>Runs until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var follows = _unknown.ToList().Select(resource => FollowAsync(resource, stop.Token)).ToList();
        try
        {
            while (true)
            {
                while (_inbox.Reader.TryRead(out var step))
                    step();
                if (_unknown.Count == 0 && _agenda.TryTake(out var controller, out var key))
                    Look(controller, key);
                else
                    await PauseAsync(stop.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(follows);
        }
    }

    /// <summary>Has a step run between two looks.</summary>
    public ValueTask PostAsync(Action step, CancellationToken cancellationToken) => _inbox.Writer.WriteAsync(step, cancellationToken);

    /// <summary>Wants a look at a key though nothing changed.</summary>
    public void Add(IController controller, ObjectKey key) => _agenda.Add(controller, key);

    private async Task FollowAsync(GroupVersionResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in _client.WatchAsync(resource, cancellationToken))
            {
                Action step = change == ClusterEvent.Synced
                    ? () => _unknown.Remove(resource)
                    : () => _view.Apply(resource, change.Value, change.Type == WatchEventType.Deleted);
                await PostAsync(step, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        if (_unknown.Count > 0 || _agenda.Pause() is not { } pause)
        {
            await _inbox.Reader.WaitToReadAsync(cancellationToken);
            return;
        }

        using var due = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = Task.Delay(pause, _time, due.Token);
        await Task.WhenAny(timer, _inbox.Reader.WaitToReadAsync(due.Token).AsTask());
        cancellationToken.ThrowIfCancellationRequested();
        await due.CancelAsync();
    }

    private void OnChanged(GroupVersionResource resource, JsonObject? before, JsonObject? after)
    {
        foreach (var controller in _controllers.Where(controller => controller.Reads.Contains(resource)))
        {
            foreach (var key in controller.Concerns(resource, before, after))
                _agenda.Add(controller, key);
        }
    }

    private void Look(IController controller, ObjectKey key)
    {
        try
        {
            var again = controller.Reconcile(key);
            _failures.Remove((controller, key));
            if (again is { } delay)
                _agenda.AddAfter(controller, key, delay);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or TimeoutException)
        {
            // Mostly a conflict: somebody was faster, and the event that says so is on its way.
            var failures = _failures[(controller, key)] = _failures.GetValueOrDefault((controller, key)) + 1;
            var delay = TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, FirstRetry.Ticks << Math.Min(failures - 1, 20)));
            _logger.ControllerRefused(controller.GetType().Name, key, delay, e.Message);
            _agenda.AddAfter(controller, key, delay);
        }
#pragma warning disable CA1031 // One object that a controller cannot cope with must not stop the cluster; it is logged as an error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _logger.ControllerFailed(e, controller.GetType().Name, key);
            _agenda.AddAfter(controller, key, LastRetry);
        }
    }
}
