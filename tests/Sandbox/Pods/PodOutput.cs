using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Pods;

/// <summary>
/// What the containers of hollow pods print. There are no processes, so it is told from the pods' status: a line when a container starts,
/// becomes ready or not, and ends. Kept in memory, the last lines of each container, as long as the pod exists.
/// </summary>
internal sealed class PodOutput(TimeProvider time) : IChangeObserver
{
    private readonly Lock _turn = new();
    private readonly Dictionary<(ObjectKey Pod, string Container), ContainerOutput> _outputs = [];

    public void Changed(Change change)
    {
        if (change.Definition.Resource is not { Group: "", Resource: "pods" }) return;
        if (change.After is null || change.Before is { } before && before.Obj("metadata").Str("uid") != change.After.Obj("metadata").Str("uid")) Close(change.Key);
        if (change.After is null) return;
        foreach (var status in change.After.Obj("status").Objs("containerStatuses"))
        {
            var name = status.Str("name");
            var old = change.Before.Obj("status").Objs("containerStatuses").FirstOrDefault(item => item.Str("name") == name);
            foreach (var line in Lines(change.After, status, old)) Find(change.Key, name).Append(time.GetUtcNow(), line);
        }
    }

    /// <summary>The output of a container that exists.</summary>
    public ContainerOutput Find(ObjectKey pod, string container)
    {
        lock (_turn)
        {
            if (!_outputs.TryGetValue((pod, container), out var output)) _outputs[(pod, container)] = output = new ContainerOutput();
            return output;
        }
    }

    private static IEnumerable<string> Lines(JsonObject pod, JsonObject status, JsonObject? old)
    {
        var name = status.Str("name");
        if (status.Obj("state").Obj("running") is not null && old.Obj("state").Obj("running") is null)
        {
            yield return $"{name} started on {pod.Obj("spec").Str("nodeName")} with address {pod.Obj("status").Str("podIP")} from image {status.Str("image")}";
        }
        if (status.Bool("ready") != old.Bool("ready")) yield return status.Bool("ready") ? $"{name} is ready" : $"{name} is not ready";
        if (status.Obj("state").Obj("terminated") is { } ended && old.Obj("state").Obj("terminated") is null)
        {
            yield return $"{name} ended with exit code {ended.Int("exitCode") ?? 0}";
        }
    }

    private void Close(ObjectKey pod)
    {
        lock (_turn)
        {
            foreach (var (key, output) in _outputs.Where(entry => entry.Key.Pod == pod).ToList())
            {
                _outputs.Remove(key);
                output.Close();
            }
        }
    }
}
