using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;

/// <summary>What a hollow node says of itself.</summary>
internal static class NodeStatus
{
    private static readonly TimeSpan s_report = TimeSpan.FromMinutes(5);

    private static readonly (string Type, string Status, string Reason, string Message)[] s_healthy =
    [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ];

    /// <summary>How many nodes there can be: each has a network of its own out of 10.128.0.0/9.</summary>
    public const int Networks = 4096;

    public static string Network(int number) => $"10.{128 + (number >> 8)}.{number & 255}.0/24";

    public static string AddressOf(JsonObject node) =>
        node.Obj("status").Objs("addresses").FirstOrDefault(address => address.Str("type") == "InternalIP").Str("address");

    public static DateTimeOffset? RenewedAt(JsonObject lease) => DateTimeOffset.TryParse(
        lease.Obj("spec").Str("renewTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var renewed) ? renewed : null;

    public static JsonObject NewNode(HollowNode hollow, int network)
    {
        var labels = new JsonObject
        {
            ["beta.kubernetes.io/arch"] = "amd64",
            ["beta.kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = "amd64",
            ["kubernetes.io/hostname"] = hollow.Name,
            ["kubernetes.io/os"] = "linux",
        };
        foreach (var (key, value) in hollow.Labels)
            labels[key] = value;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject { ["name"] = hollow.Name, ["labels"] = labels },
            ["spec"] = new JsonObject
            {
                ["podCIDR"] = Network(network),
                ["podCIDRs"] = new JsonArray(Network(network)),
                ["providerID"] = $"hollow://{hollow.Name}",
            },
        };
    }

    /// <summary>The status of a node that is well. What was well before keeps its times, until a report is due.</summary>
    public static JsonObject Ready(JsonObject node, HollowNode hollow, DateTimeOffset now)
    {
        var status = (node.Obj("status") ?? []).Copy();
        status["addresses"] = new JsonArray(
            new JsonObject { ["type"] = "InternalIP", ["address"] = hollow.Address ?? OwnAddress(node) },
            new JsonObject { ["type"] = "Hostname", ["address"] = hollow.Name });
        status["capacity"] = Capacity();
        status["allocatable"] = Capacity();
        status["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 10250 } };
        status["nodeInfo"] = new JsonObject
        {
            ["architecture"] = "amd64",
            ["bootID"] = "",
            ["containerRuntimeVersion"] = "hollow://1.0",
            ["kernelVersion"] = "hollow",
            ["kubeProxyVersion"] = "",
            ["kubeletVersion"] = "v1.36.0",
            ["machineID"] = "",
            ["operatingSystem"] = "linux",
            ["osImage"] = "none",
            ["systemUUID"] = "",
        };
        foreach (var (type, truth, reason, message) in s_healthy)
            NodeCondition.Set(status, type, truth, reason, message, now);
        if (NodeCondition.HeardAt(status, "Ready") is not { } heard || now - heard >= s_report)
        {
            foreach (var condition in status.Objs("conditions"))
                condition["lastHeartbeatTime"] = Timestamps.Seconds(now);
        }

        return status;
    }

    public static JsonObject NewLease(JsonObject node, HollowTimes times, DateTimeOffset now) => new()
    {
        ["apiVersion"] = "coordination.k8s.io/v1",
        ["kind"] = "Lease",
        ["metadata"] = new JsonObject
        {
            ["name"] = node.Obj("metadata").Str("name"),
            ["namespace"] = "kube-node-lease",
            ["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Node",
                ["name"] = node.Obj("metadata").Str("name"),
                ["uid"] = node.Obj("metadata").Str("uid"),
            }),
        },
        ["spec"] = new JsonObject
        {
            ["holderIdentity"] = node.Obj("metadata").Str("name"),
            ["leaseDurationSeconds"] = (long)Math.Ceiling(times.Grace.TotalSeconds),
            ["renewTime"] = Timestamps.Micros(now),
        },
    };

    /// <summary>An address that no other node has, because no other has its network.</summary>
    private static string OwnAddress(JsonObject node)
    {
        var parts = node.Obj("spec").Str("podCIDR").Split('.');
        return parts is [_, var high, var low, ..] && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? $"172.{16 + ((number - 128) & 15)}.{low}.1"
            : "172.16.0.1";
    }

    private static JsonObject Capacity() => new()
    {
        ["cpu"] = "8",
        ["ephemeral-storage"] = "100Gi",
        ["hugepages-2Mi"] = "0",
        ["memory"] = "16Gi",
        ["pods"] = "110",
    };
}
