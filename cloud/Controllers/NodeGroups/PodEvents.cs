using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>Hears of Pods, and asks for a look at one that asks for a group when it has come to a node.</summary>
internal sealed class PodEvents(PodsOfGroups pods, WorkQueue<ObjectKey> evictions, ILogger logger) : IRawObjectHandler
{
    public void Upserted(RawObject current, RawObject? previous)
    {
        GroupPod? pod;
        try
        {
            pod = GroupPod.Parse(current);
        }
        catch (FormatException e)
        {
            Log.PodUnreadable(logger, current.Key, e.Message);
            pod = null;
        }

        var before = pods.Get(current.Key);
        pods.Put(current.Key, pod);
        if (pod is not null && (before is null || before.Node != pod.Node || before.Uid != pod.Uid))
            evictions.Add(pod.Key);
    }

    public void Deleted(RawObject last, long revision) => pods.Put(last.Key, null);

    /// <summary>A pod is judged by itself: nobody has to know all of them.</summary>
    public void Progressed(long revision)
    {
    }
}
