using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>
/// Collections that went over from the cluster to this node a while ago. Whose list went through has a version from below the first that the node
/// knows: what happened in between only the cluster can tell, which forgets it after about five minutes. Or it has one from above all that the node
/// knows: the cluster counts all collections together, the node hears of this one only. What was before this process is not
/// remembered, so any may have gone over just before it began.
/// </summary>
internal sealed class Handovers(TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);
    private readonly DateTimeOffset _begin = time.GetUtcNow();
    private readonly ConcurrentDictionary<GroupVersionResource, DateTimeOffset> _through = new();
    private readonly ConcurrentDictionary<GroupVersionResource, Join> _open = new();

    /// <summary>A list or watch of it is passed through, or was to its end: somebody has a version from there.</summary>
    public void PassedThrough(GroupVersionResource resource)
    {
        _through[resource] = time.GetUtcNow();
        _open[resource] = new Join();
    }

    /// <summary>Whether somebody may still have a version from there.</summary>
    public bool IsRecent(GroupVersionResource resource)
    {
        var now = time.GetUtcNow();
        if (now - _begin < Remembered) return true;
        if (!_through.TryGetValue(resource, out var last)) return false;
        if (now - last < Remembered) return true;
        _through.TryRemove(KeyValuePair.Create(resource, last));
        _open.TryRemove(resource, out _);
        return false;
    }

    /// <summary>
    /// What has to be shown before a list of it may be made here: that the node has come as far as the versions that passed through. Null where nothing did,
    /// it has been shown since, or could not be a moment ago.
    /// </summary>
    public Join? Due(GroupVersionResource resource) =>
        _open.TryGetValue(resource, out var join) && IsRecent(resource) && !(join.Failed is { } failed && time.GetUtcNow() - failed < TryAgain) ? join : null;

    /// <summary>It was shown by an answer of the cluster's that was asked for after <paramref name="join"/> was due.</summary>
    public void Joined(GroupVersionResource resource, Join join) => _open.TryRemove(KeyValuePair.Create(resource, join));

    /// <summary>It could not be shown: it is tried again, but not for every request.</summary>
    public void NotJoined(Join join) => join.Failed = time.GetUtcNow();

    /// <summary>Everything that had passed through when it became due.</summary>
    internal sealed class Join
    {
        public DateTimeOffset? Failed { get; set; }
    }
}
