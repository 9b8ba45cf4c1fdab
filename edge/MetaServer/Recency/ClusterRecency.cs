using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Selections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>
/// Proves at an edge that what is held is not older than the moment of the request: the cluster is asked for the versions of what is read,
/// and the answer waits until the stream has brought them. So a write is seen by every read that begins after it, whoever wrote. The
/// answer itself comes from the store: one history, online and offline.
/// </summary>
internal sealed class ClusterRecency : IRecency
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private const int StepsBetweenQuestions = 5;
    private readonly IObjectReader _reader;
    private readonly SelectionMemory _selections;
    private readonly IProgress _progress;
    private readonly IFreshness _freshness;
    private readonly TimeProvider _time;
    private readonly ILogger<ClusterRecency> _logger;
    private readonly RecencyMeter _meter;
    private readonly ClusterQuestions _questions;
    private readonly Junction _junction;

    public ClusterRecency(
        IObjectReader reader, SelectionMemory selections, IProgress progress, ClusterQuestions questions, Junction junction, IFreshness freshness,
        TimeProvider time, RecencyMeter meter, ILogger<ClusterRecency> logger)
    {
        (_reader, _selections, _progress, _freshness, _time, _meter, _logger) = (reader, selections, progress, freshness, time, meter, logger);
        (_questions, _junction) = (questions, junction);
    }

    public async ValueTask<Staleness?> ProveAsync(ReadRequest request)
    {
        await _junction.ReachAsync(request);
        if (!WantsNow(request)) return null;
        // Only the caller's own credential may ask.
        if (_questions.NodesOwn(request) is not { } nodesOwn) return null;
        var question = ClusterQuestion.Of(request, nodesOwn);
        var isFiltered = FilteredReads.Includes(request.Info);
        // Of a page it is not known before where it ends.
        var isCompared = !isFiltered && question.IsList && !(request.Info.Verb == "list" && request.Options.Limit > 0);
        var start = _time.GetTimestamp();
        try
        {
            do
            {
                var shared = _questions.Ask(question, isCompared ? SumUpAsync : null);
                var isServed = false;
                try
                {
                    var state = await shared.Answer.WaitAsync(request.Context.RequestAborted);
                    var reaches = isFiltered ? IsShownAsync(request, state) : ReachesAsync(request, state);
                    // Whoever waits for the stream is not being served: others ask meanwhile.
                    if (!reaches.IsCompleted) shared.Dispose();
                    if (!await reaches) continue;
                    // A watch is not served before it ends: nobody waits for that.
                    if (isServed = request.Info.Verb != "watch") request.Context.Response.RegisterForDispose(shared);
                }
                finally
                {
                    if (!isServed) shared.Dispose();
                }
                _meter.Proven(_time.GetElapsedTime(start));
                return null;
            }
            while (_time.GetElapsedTime(start) < ClusterQuestions.Longest);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            Log.NotConfirmed(_logger, e, request.Info.Path);
            _meter.Unconfirmed();
            // The link may have broken just now: then it says how old the state is.
            return _freshness.Staleness
                ?? new Staleness(TimeSpan.Zero, "answered from this node's cache: the cluster could not be asked whether it is up to date");
        }
        _meter.Late();
        Log.NotReached(_logger, request.Info.Path);
        throw KubernetesStatus.Timeout("what the cluster holds has not reached this node yet", retryAfterSeconds: 1).ToException();

        ValueTask<HeldSums> SumUpAsync(CancellationToken cancellationToken) => HeldState.SumUpAsync(_reader, _selections, request, cancellationToken);
    }

    /// <summary>Whether the stream brings that state within a while. Who waits longer asks again: what is waited for may be gone.</summary>
    private async ValueTask<bool> ReachesAsync(ReadRequest request, ClusterState state)
    {
        var start = _time.GetTimestamp();
        var seen = -1L;
        while (true)
        {
            var sequence = _reader.Latest(request.Resource.Resource).Sequence;
            if (state.IsReached) return true;
            if (sequence != seen && await HeldState.HasReachedAsync(_reader, _selections, request, state, request.Context.RequestAborted)) return state.IsReached = true;
            seen = sequence;
            if (_time.GetElapsedTime(start) >= AskAgain) return false;
            await Task.Delay(Step, _time, request.Context.RequestAborted);
        }
    }

    /// <summary>The same for what reaches the node filtered: the cloud is asked how far it is.</summary>
    private async ValueTask<bool> IsShownAsync(ReadRequest request, ClusterState state)
    {
        var start = _time.GetTimestamp();
        for (var i = 0; !FilteredState.HasReached(_reader, _progress, request, state); i++)
        {
            if (_time.GetElapsedTime(start) >= AskAgain) return false;
            // Its informer may be a moment behind the cluster.
            if (i % StepsBetweenQuestions == 0) _progress.Ask(request.Resource.Resource);
            await Task.Delay(Step, _time, request.Context.RequestAborted);
        }
        return true;
    }

    private static bool WantsNow(ReadRequest request) =>
        request.Options is { ResourceVersion: "", Continue: "" } && (request.Info.Verb != "watch" || request.Options.SendInitialEvents == true);
}
