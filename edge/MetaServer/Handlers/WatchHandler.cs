using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>A watch (kubernetes-api.md 2): headers at once, the initial state where it is asked for, then every change.</summary>
internal sealed class WatchHandler(
    IObjectReader reader, IObjectWatcher watcher, RevisionGate gate, Representations representations, IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    public async Task HandleAsync(ReadRequest request)
    {
        var context = request.Context;
        var start = await WatchStart.ResolveAsync(reader, watcher, gate, request.Resource.Resource, request.Options, context.RequestAborted);
        var representation = representations.For(request);
        if (WebSocketRequests.Includes(context.Request))
        {
            if (await WebSocketBody.AcceptAsync(context, time) is not { } socket) return;
            await using (socket)
            {
                using var lines = new ResponseBody(context.Response, pretty: false, gzip: false, socket.Writer);
                try
                {
                    await WatchAsync(request, start, representation, lines, socket.Gone);
                }
                catch (OperationCanceledException) when (socket.Gone.IsCancellationRequested)
                {
                    // The client has said goodbye, or gone without it.
                }
            }
            return;
        }
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        await response.StartAsync(context.RequestAborted);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
        using var body = new ResponseBody(response, pretty: false, gzip: false);
        await WatchAsync(request, start, representation, body, context.RequestAborted);
    }

    private async Task WatchAsync(ReadRequest request, WatchStart start, Representation representation, ResponseBody body, CancellationToken cancellation)
    {
        if (start.Expired is { } expired)
        {
            await WriteErrorAsync(body, expired, cancellation);
            return;
        }
        if (start.Initial is { } state && !await TryWriteStateAsync(request, representation, body, state, cancellation)) return;
        using var watch = watcher.Watch(request.Resource.Resource, start.AfterSequence, request.Filter.Part);
        using var stream = new WatchStream(reader, request, representation, body, watch, start, time, lifetime.ApplicationStopping);
        await stream.RunAsync(cancellation);
    }

    /// <summary>Sends the state as additions, in the order of a list. False where it went out of the log meanwhile: the client begins anew.</summary>
    private async ValueTask<bool> TryWriteStateAsync(
        ReadRequest request, Representation representation, ResponseBody body, Snapshot state, CancellationToken cancellation)
    {
        var filter = request.Filter;
        var query = new ListQuery(request.Resource.Resource, state, filter.Namespace.Length == 0 ? null : filter.Namespace);
        try
        {
            while (WriteChunk(ref query, filter, representation, body))
            {
                if (!await body.TryFlushAsync(WatchTimes.Unread, time, cancellation)) return false;
            }
        }
        catch (SnapshotExpiredException)
        {
            return false;
        }
        if (request.Options is { SendInitialEvents: true, AllowBookmarks: true })
            representation.WriteBookmark(body, state.Revision, initialEventsEnd: true);
        return true;
    }

    private bool WriteChunk(ref ListQuery query, ObjectFilter filter, Representation representation, ResponseBody body)
    {
        using var cursor = reader.OpenList(query);
        while (cursor.MoveNext())
        {
            if (filter.Name.Length > 0 && !filter.MatchesKey(cursor.Key)) continue;
            var json = cursor.Json;
            if (filter.ReadsObjects && !filter.MatchesObject(json)) continue;
            representation.WriteEvent(body, WatchEventType.Added, json);
            if (body.Pending < ResponseBody.ChunkSize * 2) continue;
            query = query with { After = cursor.Key };
            return true;
        }
        return false;
    }

    private static async Task WriteErrorAsync(ResponseBody body, KubernetesStatus status, CancellationToken cancellationToken)
    {
        body.Write(WatchFrame.Encode(WatchEventType.Error, status.ToUtf8()));
        await body.FlushAsync(cancellationToken);
    }
}
