using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Services;

/// <summary>One pod in an EndpointSlice.</summary>
internal static class Endpoint
{
    public static JsonObject For(JsonObject service, JsonObject pod, JsonObject? node)
    {
        var (serving, terminating) = (PodState.IsReady(pod), PodState.IsTerminating(pod));
        var endpoint = new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Obj("status").Str("podIP")),
            ["conditions"] = new JsonObject
            {
                ["ready"] = service.Obj("spec").Bool("publishNotReadyAddresses") || (serving && !terminating),
                ["serving"] = serving,
                ["terminating"] = terminating,
            },
            ["nodeName"] = PodState.NodeName(pod),
            ["targetRef"] = Backends.ReferenceTo(pod),
        };
        if (pod.Obj("spec").Str("hostname") is { Length: > 0 } hostname && pod.Obj("spec").Str("subdomain") == service.Obj("metadata").Str("name"))
            endpoint["hostname"] = hostname;
        if (ZoneOf(node) is { Length: > 0 } zone)
            endpoint["zone"] = zone;
        return endpoint;
    }

    public static string ZoneOf(JsonObject? node) => node.Obj("metadata").Obj("labels").Str("topology.kubernetes.io/zone");

    public static string UidOf(JsonObject endpoint) => endpoint.Obj("targetRef").Str("uid");
}
