using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;

/// <summary><c>pods/binding</c>: how a scheduler puts a pod on a node.</summary>
internal static class PodBinding
{
    /// <summary>Binds the pod.</summary>
    /// <exception cref="StatusException">NotFound, or Conflict where the pod is bound or being deleted.</exception>
    public static void Bind(ClusterWrites writes, ResourceDefinition pods, ObjectKey key, string node, WriteOptions options) =>
        writes.Change(pods, key, "binding", options, (transaction, pod) =>
        {
            var bound = pod.Obj("spec").Str("nodeName");
            if (bound.Length > 0) throw Refuse(key, $"pod {key.Name} is already assigned to node \"{bound}\"");
            if (pod.Meta().Str("deletionTimestamp").Length > 0) throw Refuse(key, $"pod {key.Name} is being deleted, cannot be assigned to a host");
            pod.Ensure("spec")["nodeName"] = node;
            Conditions.Set(pod.Ensure("status"), "PodScheduled", true, "", "", transaction.Timestamp);
            return pod;
        });

    private static StatusException Refuse(ObjectKey key, string why) =>
        KubernetesStatus.Conflict(new("", "v1", "pods/binding"), key.Name, why).ToException();
}
