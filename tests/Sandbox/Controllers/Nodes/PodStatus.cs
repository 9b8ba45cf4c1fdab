using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;

/// <summary>What a hollow kubelet says of a pod.</summary>
internal static class PodStatus
{
    /// <summary>A pod with this annotation set to <c>false</c> runs but is not ready: for trying what follows from that.</summary>
    public const string ReadyAnnotation = "sandbox.edgemesh.kubeedge.io/ready";

    public static JsonObject Starting(JsonObject pod, JsonObject node, string now)
    {
        var status = Begin(pod, node, "Pending", now);
        Conditions.Set(status, "PodReadyToStartContainers", false, "", "", now);
        Conditions.Set(status, "Initialized", true, "", "", now);
        SetReady(pod, status, false, now);
        Conditions.Set(status, "PodScheduled", true, "", "", now);
        status["containerStatuses"] = Containers(pod, container => Waiting(container));
        return status;
    }

    public static JsonObject Running(JsonObject pod, JsonObject node, string address, string now)
    {
        var ready = pod.Obj("metadata").Obj("annotations").Str(ReadyAnnotation) != "false";
        var status = WithAddress(Begin(pod, node, "Running", now), address);
        Conditions.Set(status, "PodReadyToStartContainers", true, "", "", now);
        Conditions.Set(status, "Initialized", true, "", "", now);
        SetReady(pod, status, ready, now);
        Conditions.Set(status, "PodScheduled", true, "", "", now);
        var before = status.Objs("containerStatuses").ToDictionary(container => container.Str("name"), container => container.Obj("state").Obj("running").Str("startedAt"));
        status["containerStatuses"] = Containers(pod, container =>
        {
            var started = before.GetValueOrDefault(container.Str("name")) is { Length: > 0 } earlier ? earlier : now;
            return State(pod, container, new JsonObject { ["running"] = new JsonObject { ["startedAt"] = started } }, ready, true);
        });
        return status;
    }

    public static JsonObject Succeeded(JsonObject pod, JsonObject node, string address, string now)
    {
        var status = WithAddress(Begin(pod, node, "Succeeded", now), address);
        foreach (var type in (string[])["Ready", "ContainersReady"])
            Conditions.Set(status, type, false, "PodCompleted", "", now);
        status["containerStatuses"] = Containers(pod, container => State(
            pod,
            container,
            new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 0, ["reason"] = "Completed", ["startedAt"] = status.Str("startTime"), ["finishedAt"] = now } },
            ready: false,
            started: false));
        return status;
    }

    private static JsonObject Begin(JsonObject pod, JsonObject node, string phase, string now)
    {
        var status = (pod.Obj("status") ?? []).Copy();
        var host = NodeStatus.AddressOf(node);
        status["phase"] = phase;
        status["hostIP"] = host;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = host });
        status.Default("startTime", now);
        return status;
    }

    private static JsonObject WithAddress(JsonObject status, string address)
    {
        status["podIP"] = address;
        status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
        return status;
    }

    private static void SetReady(JsonObject pod, JsonObject status, bool ready, string now)
    {
        var names = string.Join(' ', pod.Obj("spec").Objs("containers").Select(container => container.Str("name")));
        foreach (var type in (string[])["Ready", "ContainersReady"])
        {
            Conditions.Set(
                status, type, ready, ready ? "" : "ContainersNotReady", ready ? "" : $"containers with unready status: [{names}]", now);
        }
    }

    private static JsonArray Containers(JsonObject pod, Func<JsonObject, JsonObject> state) => new([.. pod.Obj("spec").Objs("containers").Select(state)]);

    private static JsonObject Waiting(JsonObject container) => new()
    {
        ["name"] = container.Str("name"),
        ["image"] = container.Str("image"),
        ["imageID"] = "",
        ["lastState"] = new JsonObject(),
        ["ready"] = false,
        ["restartCount"] = 0,
        ["started"] = false,
        ["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "ContainerCreating" } },
    };

    private static JsonObject State(JsonObject pod, JsonObject container, JsonObject state, bool ready, bool started) => new()
    {
        ["containerID"] = "hollow://" + Digest($"{pod.Obj("metadata").Str("uid")}/{container.Str("name")}"),
        ["image"] = container.Str("image"),
        ["imageID"] = $"{container.Str("image")}@sha256:{Digest(container.Str("image"))}",
        ["lastState"] = new JsonObject(),
        ["name"] = container.Str("name"),
        ["ready"] = ready,
        ["restartCount"] = 0,
        ["started"] = started,
        ["state"] = state,
    };

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
