using System.Diagnostics.Metrics;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

/// <summary>Requests by verb and by who answered. A watch counts when it ends; those that are open are another number.</summary>
internal sealed class RequestMeter : IDisposable
{
    private readonly Meter _meter = new("KubeEdge.EdgeMesh.MetaServer");
    private readonly Counter<long> _requests;

    public RequestMeter() => _requests = _meter.CreateCounter<long>(
        "edgemesh.metaserver.requests", "{request}", "Requests that have ended, health excepted, by verb and by who answered: cache, cloud, or nobody (refused here).");

    /// <param name="verb">The request's own, which for what is no verb of Kubernetes is whatever the client wrote.</param>
    /// <param name="answeredBy">As in the audit log.</param>
    public void Ended(string verb, string answeredBy)
    {
        if (!_requests.Enabled) return;
        _requests.Add(1, new KeyValuePair<string, object?>("verb", Known(verb)), new KeyValuePair<string, object?>("answered_by", answeredBy.Length > 0 ? answeredBy : "nobody"));
    }

    public void Dispose() => _meter.Dispose();

    private static string Known(string verb) => verb is "get" or "list" or "watch" or "create" or "update" or "patch" or "delete" or "deletecollection" or "head" or "post" or "put" or "options" ? verb : "other";
}
