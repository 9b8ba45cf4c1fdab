using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>Which workload a change is about: the object itself, or the controller of what it made.</summary>
internal static class WorkloadKeys
{
    public static IEnumerable<ObjectKey> Of(
        GroupVersionResource resource, GroupVersionResource workloads, string kind, JsonObject? before, JsonObject? after)
    {
        var value = after ?? before!;
        if (resource == workloads)
            return [ClusterView.KeyOf(value)];

        var ns = value.Obj("metadata").Str("namespace");
        return ((string[])[Ownership.ControllerName(before, kind), Ownership.ControllerName(after, kind)])
            .Where(name => name.Length > 0)
            .Distinct()
            .Select(name => new ObjectKey(ns, name));
    }
}
