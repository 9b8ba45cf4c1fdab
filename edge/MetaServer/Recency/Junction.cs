using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>
/// Where a collection goes over from the cluster to this node its version must not go back. Lists that passed through carry the version of the whole
/// cluster, and the stream tells how far this one collection has come, which may be a minute behind where nothing in it changes. So before the first
/// list is made here the cluster is asked for the versions of all of it; once all of them are held, what is held is as new as that answer, and says so.
/// </summary>
internal sealed class Junction(
    Handovers handovers, ClusterQuestions questions, IObjectReader reader, IObjectWriter writer, ICollections collections, TimeProvider time, ILogger<Junction> logger)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Shows it where that is due. Where it cannot be shown, since the caller may not list all or the cluster is slow, the request is answered as it is.</summary>
    public async ValueTask ReachAsync(ReadRequest request)
    {
        var resource = request.Resource.Resource;
        if (!ShowsAState(request) || handovers.Due(resource) is not { } join) return;
        if (FilteredReads.Includes(request.Info) || collections.Find(resource)?.Complete != CollectionScope.All || questions.NodesOwn(request) is not { } nodesOwn) return;
        try
        {
            using var shared = questions.Ask(ClusterQuestion.OfAll(request, nodesOwn), _ => new(ShownObjects.All(reader, resource, reader.Latest(resource)).SumUp()));
            var state = await shared.Answer.WaitAsync(request.Context.RequestAborted);
            if (await HoldsAsync(request, state) && Advance(request, state))
            {
                handovers.Joined(resource, join);
                return;
            }
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException or SnapshotExpiredException)
        {
            Log.NotJoined(logger, e, resource.ToString());
        }
        handovers.NotJoined(join);
    }

    private async ValueTask<bool> HoldsAsync(ReadRequest request, ClusterState state)
    {
        var resource = request.Resource.Resource;
        var seen = -1L;
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < ClusterQuestions.Longest;)
        {
            var held = reader.Latest(resource);
            if (held.Sequence != seen && HeldState.HoldsAll(reader, resource, held, state)) return true;
            seen = held.Sequence;
            await Task.Delay(Step, time, request.Context.RequestAborted);
        }
        return false;
    }

    /// <summary>In the writer's turn, where nothing else changes: the collection may have been forgotten meanwhile.</summary>
    private bool Advance(ReadRequest request, ClusterState state)
    {
        var resource = request.Resource.Resource;
        if (reader.Latest(resource).Revision >= state.Revision) return true;
        return writer.Transact(transaction =>
        {
            if (collections.Find(resource)?.Complete != CollectionScope.All) return false;
            transaction.MarkComplete(resource, CollectionScope.All, state.Revision);
            return true;
        });
    }

    /// <summary>A watch that goes on from a version shows none of its own, nor do further pages of a list.</summary>
    private static bool ShowsAState(ReadRequest request) => request.Info.Verb switch
    {
        "list" => request.Options.Continue.Length == 0,
        "watch" => request.Options.SendInitialEvents == true || request.Options.ResourceVersion is "" or "0",
        _ => false,
    };
}
