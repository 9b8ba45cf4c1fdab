using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>The running pods that ask for a group, by node.</summary>
internal sealed class PodsOfGroups
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, GroupPod> _pods = [];
    private readonly Dictionary<string, HashSet<ObjectKey>> _byNode = [];

    public GroupPod? Get(ObjectKey key)
    {
        lock (_gate)
            return _pods.GetValueOrDefault(key);
    }

    public IReadOnlyList<ObjectKey> On(string node)
    {
        lock (_gate)
            return _byNode.TryGetValue(node, out var keys) ? [.. keys] : [];
    }

    /// <summary>Remembers the pod, or with null forgets it.</summary>
    public void Put(ObjectKey key, GroupPod? pod)
    {
        lock (_gate)
        {
            if (_pods.Remove(key, out var before) && _byNode[before.Node] is var keys && keys.Remove(key) && keys.Count == 0)
                _byNode.Remove(before.Node);
            if (pod is null)
                return;

            _pods[key] = pod;
            if (!_byNode.TryGetValue(pod.Node, out var there))
                _byNode[pod.Node] = there = [];
            there.Add(key);
        }
    }
}
