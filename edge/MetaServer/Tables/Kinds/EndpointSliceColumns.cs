using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The columns of <c>kubectl get endpointslices</c>.</summary>
internal static class EndpointSliceColumns
{
    private const int Shown = 3;

    public static IReadOnlyList<Column> All { get; } =
    [
        Column.ObjectName,
        Column.Text("AddressType", "IPv4, IPv6 or FQDN.", static row => row.Object.Text("addressType")),
        Column.Text("Ports", "The ports of its endpoints.", static row => Ports(row.Object)),
        Column.Text("Endpoints", "The addresses of its endpoints; the first three, and how many more there are.", static row => Endpoints(row.Object)),
        Column.Age,
    ];

    private static string Ports(JsonElement slice)
    {
        var ports = new List<string>();
        foreach (var port in slice.Items("ports")) ports.Add(port.Has("port") ? $"{port.Number(0, "port")}" : port.Has("name") ? port.Text("name") : "*");
        return Cut(ports, "<unset>");
    }

    private static string Endpoints(JsonElement slice)
    {
        var addresses = new List<string>();
        foreach (var endpoint in slice.Items("endpoints"))
        {
            foreach (var address in endpoint.Items("addresses")) addresses.Add(address.GetString() ?? "");
        }
        return Cut(addresses, "<unset>");
    }

    private static string Cut(List<string> texts, string none) => texts.Count > Shown
        ? $"{string.Join(',', texts[..Shown])} + {texts.Count - Shown} more..."
        : JsonReading.Joined(texts, none);
}
