using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;

/// <summary>
/// Counts what each caller has open. The node's own identity has a share of its own, so that no pod can take the kubelet's place; of the
/// others each has at most its part of what all of them have together. Nobody waits in a queue: who is told 429 comes back by itself.
/// </summary>
internal sealed class CallerLimits(IOptions<CallerLimitOptions> options, IOptions<EdgeMetaServerOptions> edge, CallerMetrics metrics) : ICallerLimits
{
    private const int RetryAfterSeconds = 1;
    private readonly string _node = "system:node:" + edge.Value.NodeName;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string User, bool IsWatch), int> _callers = [];
    private readonly Dictionary<(GroupVersionResource Resource, string User), int> _watched = [];
    private int _lists;
    private int _watches;

    public IDisposable? Enter(UserIdentity user, RequestInfo request)
    {
        var isWatch = request.Verb == "watch";
        if (!request.IsResourceRequest || (!isWatch && request.Verb != "list")) return null;
        var isNode = user.Name == _node;
        var limits = options.Value;
        lock (_gate)
        {
            var own = _callers.GetValueOrDefault((user.Name, isWatch));
            var most = (isNode, isWatch) switch
            {
                (true, true) => limits.NodeWatches,
                (true, false) => limits.NodeLists,
                // Whom only the cluster can name are many under one name.
                (false, _) when user.Name.Length == 0 => int.MaxValue,
                (false, true) => limits.WatchesPerCaller,
                (false, false) => limits.ListsPerCaller,
            };
            if (own >= most) throw Refuse(isWatch, isNode, $"{user.Name} has {own} {(isWatch ? "watches open" : "lists in flight")} on this node, and may have no more");
            var all = isWatch ? _watches : _lists;
            if (!isNode && all >= (isWatch ? limits.Watches : limits.Lists))
                throw Refuse(isWatch, isNode, $"{all} {(isWatch ? "watches are open" : "lists are in flight")} on this node, and there may be no more");
            Count(user.Name, isWatch, isNode, request.Resource, 1);
        }
        return new Place(this, user.Name, isWatch, isNode, request.Resource);
    }

    /// <summary>Whether a caller has a watch of a collection open.</summary>
    public bool IsWatching(GroupVersionResource resource, string user)
    {
        lock (_gate) return _watched.ContainsKey((resource, user));
    }

    private StatusException Refuse(bool isWatch, bool isNode, string why)
    {
        metrics.Refused(isWatch, isNode);
        return KubernetesStatus.TooManyRequests($"{why}: try again in a moment", RetryAfterSeconds).ToException();
    }

    private void Count(string user, bool isWatch, bool isNode, GroupVersionResource resource, int change)
    {
        Add(_callers, (user, isWatch), change);
        if (isWatch) Add(_watched, (resource, user), change);
        if (!isNode)
        {
            if (isWatch) _watches += change;
            else _lists += change;
        }
        metrics.Changed(isWatch, isNode, change);
    }

    /// <summary>A caller that has nothing open takes no room.</summary>
    private static void Add<TKey>(Dictionary<TKey, int> counts, TKey key, int change)
        where TKey : notnull
    {
        var count = counts.GetValueOrDefault(key) + change;
        if (count == 0) counts.Remove(key);
        else counts[key] = count;
    }

    private sealed class Place(CallerLimits limits, string user, bool isWatch, bool isNode, GroupVersionResource resource) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, true)) return;
            lock (limits._gate) limits.Count(user, isWatch, isNode, resource, -1);
        }
    }
}
