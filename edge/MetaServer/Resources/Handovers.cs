using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>
/// Collections that went over from the cluster to this node a while ago. Whose list went through has a version from below the first that the node
/// knows: what happened in between only the cluster can tell, which forgets it after about five minutes. What was before this process is not
/// remembered, so any may have gone over just before it began.
/// </summary>
internal sealed class Handovers(TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);
    private readonly DateTimeOffset _begin = time.GetUtcNow();
    private readonly ConcurrentDictionary<GroupVersionResource, DateTimeOffset> _through = new();

    /// <summary>A list or watch of it was passed through.</summary>
    public void PassedThrough(GroupVersionResource resource) => _through[resource] = time.GetUtcNow();

    /// <summary>Whether somebody may still have a version from there.</summary>
    public bool IsRecent(GroupVersionResource resource)
    {
        var now = time.GetUtcNow();
        if (now - _begin < Remembered) return true;
        if (!_through.TryGetValue(resource, out var last)) return false;
        if (now - last < Remembered) return true;
        _through.TryRemove(KeyValuePair.Create(resource, last));
        return false;
    }
}
