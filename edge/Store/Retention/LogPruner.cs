using KubeEdge.EdgeMesh.Edge.Store.Publishing;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Store.Retention;

/// <summary>
/// Lets old changes go, a little at a time between the writers' turns: first the cut is published, and only then are the rows deleted,
/// so that no reader finds rows missing that its head promised. Runs at intervals, and when a collection has grown past its limit.
/// </summary>
internal sealed class LogPruner : IDisposable
{
    private readonly ObjectWriter _writer;
    private readonly Publication _publication;
    private readonly StoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();

    public LogPruner(ObjectWriter writer, Publication publication, StoreOptions options, TimeProvider time, ILogger logger)
    {
        (_writer, _publication, _options, _time, _logger) = (writer, publication, options, time, logger);
        _timer = time.CreateTimer(_ => RunUnlessRunning(), null, options.PruneInterval, options.PruneInterval);
        writer.Committed = Grown;
    }

    /// <summary>Does all there is to do.</summary>
    public void Run()
    {
        lock (_gate) CutAndSweep();
    }

    public void Dispose() => _timer.Dispose();

    private void RunUnlessRunning()
    {
        if (!_gate.TryEnter()) return;
        try
        {
            CutAndSweep();
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void CutAndSweep()
    {
        try
        {
            foreach (var resource in _publication.Current.Collections.Keys)
            {
                while (Cut(resource)) { }
            }
            while (_writer.Maintain(LogSweep.Step)) { }
        }
        catch (StoreException fault)
        {
            Log.NotPruned(_logger, fault.Message);
        }
        catch (ObjectDisposedException)
        {
            // The store was closed meanwhile; the next one that opens goes on here.
        }
    }

    private void Grown(StoreHead head, IReadOnlyCollection<GroupVersionResource> touched)
    {
        if (touched.Any(resource => head.Find(resource)!.Events > _options.MaxEvents + LogCut.StepSize))
            ThreadPool.UnsafeQueueUserWorkItem(static pruner => pruner.RunUnlessRunning(), this, preferLocal: false);
    }

    private bool Cut(GroupVersionResource resource)
    {
        if (_publication.Current.Find(resource) is not { } seen || seen.Events <= _options.KeepEvents) return false;
        var cut = false;
        _writer.Replace(connection =>
        {
            if (_publication.Current.Find(resource) is not { } head) return null;
            var next = LogCut.Find(connection, head, _options, _time.GetUtcNow() - _options.KeepTime);
            cut = next is not null;
            return next;
        });
        return cut;
    }
}
