using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Services;

/// <summary>The pods behind a Service.</summary>
internal static class Backends
{
    /// <summary>Whether the Service selects pods at all: one without a selector has its endpoints from elsewhere.</summary>
    public static bool HasSelector(JsonObject service) =>
        service.Obj("spec").Obj("selector") is { Count: > 0 } && service.Obj("spec").Str("type") != "ExternalName";

    /// <summary>Whether the Service selects the pod.</summary>
    public static bool Selects(JsonObject service, JsonObject pod)
    {
        var labels = pod.Obj("metadata").Obj("labels");
        return HasSelector(service)
            && service.Obj("metadata").Str("namespace") == pod.Obj("metadata").Str("namespace")
            && service.Obj("spec").Obj("selector")!.All(label => labels is not null && labels.ContainsKey(label.Key) && labels.Str(label.Key) == label.Value?.GetValue<string>());
    }

    /// <summary>The pods that stand behind the Service: those with an address that have not ended, in the order of their names.</summary>
    public static IEnumerable<JsonObject> Of(JsonObject service, ClusterView view) => view
        .All(Resources.Pods, service.Obj("metadata").Str("namespace"))
        .Where(pod => Selects(service, pod) && pod.Obj("status").Str("podIP").Length > 0 && !PodState.IsFinished(pod));

    /// <summary>The Service's ports as they are on that pod; a port whose name the pod does not have is left out.</summary>
    public static JsonArray PortsOn(JsonObject service, JsonObject pod)
    {
        var ports = new JsonArray();
        foreach (var port in service.Obj("spec").Objs("ports"))
        {
            var protocol = port.Str("protocol") is { Length: > 0 } named ? named : "TCP";
            if (NumberOf(port, protocol, pod) is not { } number)
                continue;

            var resolved = new JsonObject { ["name"] = port.Str("name"), ["port"] = number, ["protocol"] = protocol };
            if (port.Str("appProtocol") is { Length: > 0 } application)
                resolved["appProtocol"] = application;
            ports.Add(resolved);
        }

        return ports;
    }

    private static long? NumberOf(JsonObject port, string protocol, JsonObject pod)
    {
        if (port.Str("targetPort") is not { Length: > 0 } name)
            return port.Int("targetPort") is > 0 and var number ? number : port.Int("port");

        return pod.Obj("spec").Objs("containers").SelectMany(container => container.Objs("ports"))
            .FirstOrDefault(offered => offered.Str("name") == name && (offered.Str("protocol") is { Length: > 0 } with ? with : "TCP") == protocol)
            .Int("containerPort");
    }

    /// <summary>What points back at the pod.</summary>
    public static JsonObject ReferenceTo(JsonObject pod) => new()
    {
        ["kind"] = "Pod",
        ["name"] = pod.Obj("metadata").Str("name"),
        ["namespace"] = pod.Obj("metadata").Str("namespace"),
        ["uid"] = pod.Obj("metadata").Str("uid"),
    };

    /// <summary>The Services that a change of a pod is about: those that selected it before or do now.</summary>
    public static IEnumerable<JsonObject> ServicesAbout(ClusterView view, JsonObject? before, JsonObject? after) => view
        .All(Resources.Services, (after ?? before!).Obj("metadata").Str("namespace"))
        .Where(service => (before is not null && Selects(service, before)) || (after is not null && Selects(service, after)));
}
