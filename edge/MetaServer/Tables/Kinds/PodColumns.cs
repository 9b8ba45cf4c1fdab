using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The columns of <c>kubectl get pods</c>.</summary>
internal static class PodColumns
{
    private const int Wide = 1;

    public static IReadOnlyList<Column> All { get; } =
    [
        Column.ObjectName,
        Column.Text("Ready", "How many of the containers are ready.", static row => $"{ReadyContainers(row.Object)}/{Containers(row.Object)}"),
        Column.Text("Status", "In which state the containers are, together.", static row => PodStatus.Of(row.Object)),
        Column.Text("Restarts", "How often containers were restarted, and when last.", Restarts),
        Column.Age,
        Column.Text("IP", "The pod's address.", static row => Address(row.Object), Wide),
        Column.Text("Node", "The node it is bound to.", static row => row.Object.Text("spec", "nodeName").OrNone(), Wide),
        Column.Text("Nominated Node", "The node on which room is being made for it.",
            static row => row.Object.Text("status", "nominatedNodeName").OrNone(), Wide),
        Column.Text("Readiness Gates", "How many of the conditions it also waits for are met.", static row => Gates(row.Object), Wide),
    ];

    private static int Containers(JsonElement pod)
    {
        var count = pod.Count("spec", "containers");
        foreach (var container in pod.Items("spec", "initContainers"))
        {
            if (IsSidecar(container)) count++;
        }
        return count;
    }

    private static int ReadyContainers(JsonElement pod)
    {
        var ready = 0;
        foreach (var status in pod.Items("status", "containerStatuses"))
        {
            if (status.Flag("ready") && status.Has("state", "running")) ready++;
        }
        foreach (var status in pod.Items("status", "initContainerStatuses"))
        {
            if (status.Flag("started") && status.Flag("ready") && IsSidecar(PodStatus.InitContainer(pod, status.Text("name")))) ready++;
        }
        return ready;
    }

    /// <summary>An init container that goes on running counts as a container.</summary>
    private static bool IsSidecar(JsonElement container) => container.Text("restartPolicy") == "Always";

    private static string Restarts(TableRow row)
    {
        var pod = row.Object;
        long containers = 0, inits = 0, sidecars = 0;
        string containersLast = "", initsLast = "", sidecarsLast = "";
        foreach (var status in pod.Items("status", "initContainerStatuses"))
        {
            if (IsSidecar(PodStatus.InitContainer(pod, status.Text("name")))) Add(status, ref sidecars, ref sidecarsLast);
            else Add(status, ref inits, ref initsLast);
        }
        foreach (var status in pod.Items("status", "containerStatuses")) Add(status, ref containers, ref containersLast);
        // While a pod initialises, its init containers are what restarts.
        var (count, last) = PodStatus.IsInitialising(pod) ? (inits + sidecars, Later(initsLast, sidecarsLast)) : (containers + sidecars, Later(containersLast, sidecarsLast));
        return count == 0 || last.Length == 0 ? $"{count}" : $"{count} ({Ages.Since(last, row.Now)} ago)";
    }

    private static void Add(JsonElement status, ref long count, ref string last)
    {
        count += status.Number(0, "restartCount");
        last = Later(last, status.Text("lastState", "terminated", "finishedAt"));
    }

    /// <summary>RFC 3339 times of one zone are ordered as text.</summary>
    private static string Later(string a, string b) => string.CompareOrdinal(a, b) >= 0 ? a : b;

    private static string Address(JsonElement pod)
    {
        foreach (var address in pod.Items("status", "podIPs")) return address.Text("ip").OrNone();
        return pod.Text("status", "podIP").OrNone();
    }

    private static string Gates(JsonElement pod)
    {
        var gates = pod.Count("spec", "readinessGates");
        if (gates == 0) return "<none>";
        var met = 0;
        foreach (var gate in pod.Items("spec", "readinessGates"))
        {
            foreach (var condition in pod.Items("status", "conditions"))
            {
                if (condition.Text("type") == gate.Text("conditionType") && condition.Text("status") == "True") met++;
            }
        }
        return $"{met}/{gates}";
    }
}
