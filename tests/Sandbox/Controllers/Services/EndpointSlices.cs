using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Services;

/// <summary>Keeps the EndpointSlices of each Service with a selector. An endpoint stays in the slice that it is in, so that a change costs one slice.</summary>
internal sealed class EndpointSlices(ClusterView view) : IController
{
    private const string ServiceName = "kubernetes.io/service-name";
    private const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    private const string Us = "endpointslice-controller.k8s.io";
    private const int MaxEndpoints = 100;

    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.Services, Resources.Pods, Resources.Nodes, Resources.EndpointSlices];

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after)
    {
        var value = after ?? before!;
        if (resource == Resources.Services)
            return [ClusterView.KeyOf(value)];
        if (resource == Resources.Pods)
            return Backends.ServicesAbout(view, before, after).Select(ClusterView.KeyOf);
        if (resource == Resources.EndpointSlices)
            return IsOurs(value) ? [new ObjectKey(value.Obj("metadata").Str("namespace"), value.Obj("metadata").Obj("labels").Str(ServiceName))] : [];
        return Endpoint.ZoneOf(before) == Endpoint.ZoneOf(after) ? [] : view.All(Resources.Services).Where(Backends.HasSelector).Select(ClusterView.KeyOf);
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var slices = view.All(Resources.EndpointSlices, key.Namespace)
            .Where(slice => IsOurs(slice) && slice.Obj("metadata").Obj("labels").Str(ServiceName) == key.Name)
            .ToList();
        if (view.Get(Resources.Services, key) is not { } service || !Backends.HasSelector(service) || service.Obj("metadata").Str("deletionTimestamp").Length > 0)
        {
            foreach (var slice in slices)
                view.Delete(Resources.EndpointSlices, slice);
            return null;
        }

        var plan = SlicePlan.For(slices, WantedEndpoints(service), MaxEndpoints);
        var labels = LabelsOf(service);
        foreach (var (slice, ports, endpoints) in plan.Slices)
        {
            if (slice is null)
                view.Create(Resources.EndpointSlices, NewSlice(service, labels, ports, endpoints));
            else
                Write(slice, labels, ports, endpoints);
        }

        foreach (var slice in plan.Surplus)
            view.Delete(Resources.EndpointSlices, slice);
        return null;
    }

    private static bool IsOurs(JsonObject slice) => slice.Obj("metadata").Obj("labels").Str(ManagedBy) == Us;

    private List<(JsonArray Ports, JsonObject Endpoint)> WantedEndpoints(JsonObject service) =>
        [.. Backends.Of(service, view).Select(pod =>
            (Backends.PortsOn(service, pod), Endpoint.For(service, pod, view.Get(Resources.Nodes, new ObjectKey("", PodState.NodeName(pod))))))];

    private static JsonObject LabelsOf(JsonObject service)
    {
        var labels = (service.Obj("metadata").Obj("labels") ?? []).Copy();
        labels[ServiceName] = service.Obj("metadata").Str("name");
        labels[ManagedBy] = Us;
        if (service.Obj("spec").Str("clusterIP") == "None")
            labels["service.kubernetes.io/headless"] = "";
        else
            labels.Remove("service.kubernetes.io/headless");
        return labels;
    }

    private void Write(JsonObject slice, JsonObject labels, JsonArray ports, JsonArray endpoints)
    {
        if (JsonNode.DeepEquals(slice["endpoints"], endpoints) && JsonNode.DeepEquals(slice["ports"], ports)
            && JsonNode.DeepEquals(slice.Obj("metadata")?["labels"], labels))
        {
            return;
        }

        var next = slice.Copy();
        next.Meta()["labels"] = labels.DeepClone();
        next["endpoints"] = endpoints;
        next["ports"] = ports;
        view.Update(Resources.EndpointSlices, next);
    }

    private static JsonObject NewSlice(JsonObject service, JsonObject labels, JsonArray ports, JsonArray endpoints) => new()
    {
        ["apiVersion"] = "discovery.k8s.io/v1",
        ["kind"] = "EndpointSlice",
        ["metadata"] = new JsonObject
        {
            ["generateName"] = service.Obj("metadata").Str("name") + "-",
            ["namespace"] = service.Obj("metadata").Str("namespace"),
            ["labels"] = labels.DeepClone(),
            ["ownerReferences"] = Ownership.ReferenceTo(service),
        },
        ["addressType"] = "IPv4",
        ["endpoints"] = endpoints,
        ["ports"] = ports,
    };
}
