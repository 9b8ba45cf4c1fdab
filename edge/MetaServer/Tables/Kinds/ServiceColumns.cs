using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The columns of <c>kubectl get services</c>.</summary>
internal static class ServiceColumns
{
    private const int Wide = 1;

    public static IReadOnlyList<Column> All { get; } =
    [
        Column.ObjectName,
        Column.Text("Type", "How the service is reached.", static row => row.Object.Text("spec", "type") is { Length: > 0 } type ? type : "ClusterIP"),
        Column.Text("Cluster-IP", "Its address in the cluster.", static row => ClusterIP(row.Object)),
        Column.Text("External-IP", "Its addresses from outside.", static row => ExternalIP(row.Object)),
        Column.Text("Port(s)", "The ports it serves.", static row => Ports(row.Object)),
        Column.Age,
        Column.Text("Selector", "Which pods stand behind it.", static row => SelectorText.OfLabels(row.Object.At("spec", "selector")), Wide),
    ];

    private static string ClusterIP(JsonElement service)
    {
        foreach (var address in service.Items("spec", "clusterIPs")) return (address.GetString() ?? "").OrNone();
        return service.Text("spec", "clusterIP").OrNone();
    }

    private static string ExternalIP(JsonElement service)
    {
        var addresses = new List<string>();
        foreach (var address in service.Items("spec", "externalIPs")) addresses.Add(address.GetString() ?? "");
        switch (service.Text("spec", "type"))
        {
            case "ExternalName":
                return service.Text("spec", "externalName").OrNone();
            case "LoadBalancer":
                var balancers = new List<string>();
                foreach (var ingress in service.Items("status", "loadBalancer", "ingress"))
                    balancers.Add(ingress.Text("ip") is { Length: > 0 } ip ? ip : ingress.Text("hostname"));
                balancers.AddRange(addresses);
                return JsonReading.Joined(balancers, "<pending>");
            default:
                return JsonReading.Joined(addresses);
        }
    }

    private static string Ports(JsonElement service)
    {
        var ports = new List<string>();
        foreach (var port in service.Items("spec", "ports"))
        {
            var protocol = port.Text("protocol") is { Length: > 0 } given ? given : "TCP";
            var nodePort = port.Number(0, "nodePort");
            ports.Add(nodePort > 0 ? $"{port.Number(0, "port")}:{nodePort}/{protocol}" : $"{port.Number(0, "port")}/{protocol}");
        }
        return JsonReading.Joined(ports);
    }
}
