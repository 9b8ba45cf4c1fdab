using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Filters;

/// <summary>
/// Which endpoints of a slice kube-proxy sends traffic to, as its rules say: a Service with internalTrafficPolicy Local uses those on the proxy's node alone; else
/// hints narrow the ready ones down, but only where every ready one has hints and one of them names the proxy's zone (or node).
/// </summary>
internal static class ProxyRules
{
    public static IReadOnlyList<string> Uses(string sliceJson, string node, string zone, bool local = false)
    {
        var ready = JsonNode.Parse(sliceJson)!["endpoints"]!.AsArray().Where(endpoint => (bool?)endpoint!["conditions"]?["ready"] != false).ToList();
        if (local) return Names(ready.Where(endpoint => (string?)endpoint!["nodeName"] == node));
        foreach (var (hint, name) in (ReadOnlySpan<(string, string)>)[("forNodes", node), ("forZones", zone)])
        {
            if (ready.Any(endpoint => Hints(endpoint!, hint).Count == 0)) continue;
            var mine = ready.Where(endpoint => Hints(endpoint!, hint).Contains(name)).ToList();
            if (mine.Count > 0) return Names(mine);
        }
        return Names(ready);
    }

    private static List<string> Hints(JsonNode endpoint, string kind) => [.. (endpoint["hints"]?[kind]?.AsArray() ?? []).Select(hint => (string)hint!["name"]!)];

    private static List<string> Names(IEnumerable<JsonNode?> endpoints) => [.. endpoints.Select(endpoint => (string)endpoint!["nodeName"]!)];
}
