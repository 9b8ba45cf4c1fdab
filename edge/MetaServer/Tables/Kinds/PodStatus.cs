using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The one word that says how a pod is: its phase, unless a container or the pod's end says it better.</summary>
internal static class PodStatus
{
    public static string Of(JsonElement pod)
    {
        var phase = pod.Text("status", "phase");
        var reason = pod.Text("status", "reason") is { Length: > 0 } given ? given : phase.Length > 0 ? phase : "Unknown";
        foreach (var condition in pod.Items("status", "conditions"))
        {
            if (condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated") reason = "SchedulingGated";
        }
        if (Initialising(pod) is { } init) reason = init;
        if (!IsInitialising(pod)) reason = Running(pod, reason);
        if (!pod.Has("metadata", "deletionTimestamp")) return reason;
        if (pod.Text("status", "reason") == "NodeLost") return "Unknown";
        return phase is "Succeeded" or "Failed" ? reason : "Terminating";
    }

    /// <summary>Whether init containers still stand before the others.</summary>
    public static bool IsInitialising(JsonElement pod)
    {
        if (Initialising(pod) is null) return false;
        // Once it has been initialised, an init container that is no longer remembered does not count.
        foreach (var condition in pod.Items("status", "conditions"))
        {
            if (condition.Text("type") == "Initialized" && condition.Text("status") == "True") return false;
        }
        return true;
    }

    /// <summary>The definition of an init container; undefined where there is none of that name.</summary>
    public static JsonElement InitContainer(JsonElement pod, string name)
    {
        foreach (var container in pod.Items("spec", "initContainers"))
        {
            if (container.Text("name") == name) return container;
        }
        return default;
    }

    /// <summary>What the first init container that has not done its part says; null where all have.</summary>
    private static string? Initialising(JsonElement pod)
    {
        var index = 0;
        foreach (var status in pod.Items("status", "initContainerStatuses"))
        {
            var done = status.At("state", "terminated");
            if (done.ValueKind == JsonValueKind.Object)
            {
                if (done.Number(0, "exitCode") != 0) return "Init:" + Ended(done);
            }
            else if (InitContainer(pod, status.Text("name")).Text("restartPolicy") != "Always" || !status.Flag("started"))
            {
                var waiting = status.Text("state", "waiting", "reason");
                return waiting.Length > 0 && waiting != "PodInitializing" ? $"Init:{waiting}" : $"Init:{index}/{pod.Count("spec", "initContainers")}";
            }
            index++;
        }
        return null;
    }

    private static string Running(JsonElement pod, string reason)
    {
        var isRunning = false;
        var statuses = pod.At("status", "containerStatuses");
        for (var i = pod.Count("status", "containerStatuses") - 1; i >= 0; i--)
        {
            var status = statuses[i];
            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting) reason = waiting;
            else if (status.At("state", "terminated") is { ValueKind: JsonValueKind.Object } ended) reason = Ended(ended);
            else if (status.Flag("ready") && status.Has("state", "running")) isRunning = true;
        }
        // A container that has completed beside one that runs does not end the pod.
        if (reason != "Completed" || !isRunning) return reason;
        foreach (var condition in pod.Items("status", "conditions"))
        {
            if (condition.Text("type") == "Ready" && condition.Text("status") == "True") return "Running";
        }
        return "NotReady";
    }

    private static string Ended(JsonElement terminated)
    {
        if (terminated.Text("reason") is { Length: > 0 } reason) return reason;
        var signal = terminated.Number(0, "signal");
        return signal != 0 ? $"Signal:{signal}" : $"ExitCode:{terminated.Number(0, "exitCode")}";
    }
}
