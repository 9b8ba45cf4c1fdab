using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The columns of <c>kubectl get nodes</c>.</summary>
internal static class NodeColumns
{
    private const int Wide = 1;
    private const string RolePrefix = "node-role.kubernetes.io/";
    private const string RoleLabel = "kubernetes.io/role";

    public static IReadOnlyList<Column> All { get; } =
    [
        Column.ObjectName,
        Column.Text("Status", "Whether the node is ready, and takes new pods.", static row => Status(row.Object)),
        Column.Text("Roles", "The node's roles, from its labels.", static row => Roles(row.Object)),
        Column.Age,
        Column.Text("Version", "The version of its kubelet.", static row => row.Object.Text("status", "nodeInfo", "kubeletVersion")),
        Column.Text("Internal-IP", "Its address in the cluster.", static row => Address(row.Object, "InternalIP"), Wide),
        Column.Text("External-IP", "Its address from outside.", static row => Address(row.Object, "ExternalIP"), Wide),
        Column.Text("OS-Image", "Its operating system.", static row => Info(row.Object, "osImage"), Wide),
        Column.Text("Kernel-Version", "Its kernel.", static row => Kernel(row.Object), Wide),
        Column.Text("Container-Runtime", "What runs its containers.", static row => Info(row.Object, "containerRuntimeVersion"), Wide),
    ];

    private static string Status(JsonElement node)
    {
        var status = "Unknown";
        foreach (var condition in node.Items("status", "conditions"))
        {
            if (condition.Text("type") == "Ready") status = condition.Text("status") == "True" ? "Ready" : "NotReady";
        }
        return node.Flag("spec", "unschedulable") ? status + ",SchedulingDisabled" : status;
    }

    private static string Roles(JsonElement node)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        if (node.At("metadata", "labels") is not { ValueKind: JsonValueKind.Object } labels) return "<none>";
        foreach (var label in labels.EnumerateObject())
        {
            if (label.Name.Length > RolePrefix.Length && label.Name.StartsWith(RolePrefix, StringComparison.Ordinal)) roles.Add(label.Name[RolePrefix.Length..]);
            else if (label.NameEquals(RoleLabel) && label.Value.GetString() is { Length: > 0 } role) roles.Add(role);
        }
        return JsonReading.Joined(roles);
    }

    private static string Address(JsonElement node, string type)
    {
        foreach (var address in node.Items("status", "addresses"))
        {
            if (address.Text("type") == type) return address.Text("address").OrNone();
        }
        return "<none>";
    }

    private static string Kernel(JsonElement node) =>
        node.Text("status", "nodeInfo", "architecture") is { Length: > 0 } architecture ? $"{Info(node, "kernelVersion")} ({architecture})" : Info(node, "kernelVersion");

    private static string Info(JsonElement node, string field) => node.Text("status", "nodeInfo", field) is { Length: > 0 } text ? text : "<unknown>";
}
