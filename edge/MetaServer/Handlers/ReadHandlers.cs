using System.Globalization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Recency;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>Reads from the store, by verb. What may be old says so.</summary>
internal sealed class ReadHandlers(GetHandler get, ListHandler list, WatchHandler watch, IFreshness freshness, IRecency recency, RecencyMeter meter)
{
    public async Task HandleAsync(ReadRequest request)
    {
        var staleness = freshness.Staleness;
        if (staleness is not null) meter.Offline();
        else staleness = await recency.ProveAsync(request);
        if (staleness is not null)
        {
            var headers = request.Context.Response.Headers;
            headers.Warning = $"299 - \"{staleness.Warning}\"";
            headers.Age = ((long)staleness.Age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
        await (request.Info.Verb switch
        {
            "list" => list.HandleAsync(request),
            "watch" => watch.HandleAsync(request),
            _ => get.HandleAsync(request),
        });
    }
}
