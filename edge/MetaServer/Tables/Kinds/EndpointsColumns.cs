using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The columns of <c>kubectl get endpoints</c>.</summary>
internal static class EndpointsColumns
{
    private const int Shown = 3;

    public static IReadOnlyList<Column> All { get; } =
    [
        Column.ObjectName,
        Column.Text("Endpoints", "The addresses and ports that are ready; the first three, and how many more there are.", static row => Endpoints(row.Object)),
        Column.Age,
    ];

    private static string Endpoints(JsonElement endpoints)
    {
        var shown = new List<string>();
        var count = 0;
        foreach (var subset in endpoints.Items("subsets"))
        {
            if (subset.Count("ports") == 0)
            {
                foreach (var address in subset.Items("addresses")) Add(address.Text("ip"));
            }
            foreach (var port in subset.Items("ports"))
            {
                foreach (var address in subset.Items("addresses")) Add($"{Host(address.Text("ip"))}:{port.Number(0, "port")}");
            }
        }
        return count > Shown ? $"{string.Join(',', shown)} + {count - Shown} more..." : JsonReading.Joined(shown);

        void Add(string endpoint)
        {
            if (++count <= Shown) shown.Add(endpoint);
        }
    }

    private static string Host(string ip) => ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]" : ip;
}
