using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Pods;

/// <summary>Which container of a pod a request means.</summary>
internal static class PodContainers
{
    /// <exception cref="StatusException">400: the pod has no such container, or several and none is named.</exception>
    public static string Choose(JsonObject pod, string asked)
    {
        var name = pod.Meta().Str("name");
        var names = pod.Obj("spec").Objs("containers").Concat(pod.Obj("spec").Objs("initContainers")).Select(container => container.Str("name")).ToList();
        if (asked.Length == 0)
        {
            return names.Count == 1
                ? names[0]
                : throw KubernetesStatus.BadRequest($"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', names)}]").ToException();
        }
        return names.Contains(asked) ? asked : throw KubernetesStatus.BadRequest($"container {asked} is not valid for pod {name}").ToException();
    }
}
