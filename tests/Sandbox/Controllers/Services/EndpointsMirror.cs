using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Services;

/// <summary>Keeps the Endpoints object of each Service with a selector, for those who do not read slices.</summary>
internal sealed class EndpointsMirror(ClusterView view) : IController
{
    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.Services, Resources.Pods, Resources.Endpoints];

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after) => resource == Resources.Pods
        ? Backends.ServicesAbout(view, before, after).Select(ClusterView.KeyOf)
        : [ClusterView.KeyOf(after ?? before!)];

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var current = view.Get(Resources.Endpoints, key);
        if (view.Get(Resources.Services, key) is not { } service)
        {
            if (current is not null && IsOurs(current))
                view.Delete(Resources.Endpoints, current);
            return null;
        }

        if (!Backends.HasSelector(service))
            return null;

        var next = current?.Copy() ?? new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject { ["name"] = key.Name, ["namespace"] = key.Namespace },
        };
        next.Meta()["labels"] = LabelsOf(service);
        next.Put("subsets", SubsetsOf(service));
        if (current is null)
            view.Create(Resources.Endpoints, next);
        else if (!JsonNode.DeepEquals(current, next))
            view.Update(Resources.Endpoints, next);
        return null;
    }

    private static bool IsOurs(JsonObject endpoints) => endpoints.Obj("metadata").Obj("labels").Str("endpoints.kubernetes.io/managed-by") == "endpoint-controller";

    private static JsonObject LabelsOf(JsonObject service)
    {
        var labels = (service.Obj("metadata").Obj("labels") ?? []).Copy();
        labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller";
        if (service.Obj("spec").Str("clusterIP") == "None")
            labels["service.kubernetes.io/headless"] = "";
        return labels;
    }

    private JsonArray? SubsetsOf(JsonObject service)
    {
        var pods = Backends.Of(service, view).Where(pod => !PodState.IsTerminating(pod));
        var subsets = pods.GroupBy(pod => Backends.PortsOn(service, pod).ToJsonString(), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Subset(service, [.. group]))
            .ToList();
        return subsets.Count == 0 ? null : new JsonArray([.. subsets]);
    }

    private static JsonObject Subset(JsonObject service, List<JsonObject> pods)
    {
        var everyone = service.Obj("spec").Bool("publishNotReadyAddresses");
        var subset = new JsonObject();
        foreach (var group in pods.GroupBy(pod => everyone || PodState.IsReady(pod)).OrderByDescending(group => group.Key))
            subset[group.Key ? "addresses" : "notReadyAddresses"] = new JsonArray([.. group.Select(pod => Address(service, pod))]);
        var ports = Backends.PortsOn(service, pods[0]);
        foreach (var unnamed in ports.OfType<JsonObject>().Where(port => port.Str("name").Length == 0))
            unnamed.Remove("name");
        subset["ports"] = ports;
        return subset;
    }

    private static JsonObject Address(JsonObject service, JsonObject pod)
    {
        var address = new JsonObject
        {
            ["ip"] = pod.Obj("status").Str("podIP"),
            ["nodeName"] = PodState.NodeName(pod),
            ["targetRef"] = Backends.ReferenceTo(pod),
        };
        if (pod.Obj("spec").Str("hostname") is { Length: > 0 } hostname && pod.Obj("spec").Str("subdomain") == service.Obj("metadata").Str("name"))
            address["hostname"] = hostname;
        return address;
    }
}
