using System.Text;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>Facts as the API server would write them, and what was delivered read back into a line of text.</summary>
internal static class FactJson
{
    public static byte[] Write(Fact fact)
    {
        var meta = $"\"name\":\"{fact.Key.Name}\",{(fact.Key.Namespace.Length > 0 ? $"\"namespace\":\"{fact.Key.Namespace}\"," : "")}\"resourceVersion\":\"{fact.Revision}\"";
        return Encoding.UTF8.GetBytes(fact switch
        {
            Fact.Node node => $$$"""{"kind":"Node","apiVersion":"v1","metadata":{{{{meta}}},"labels":{{{{(node.Group.Length > 0 ? $"\"apps.kubeedge.io/belonging-to\":\"{node.Group}\"" : "")}}}}},"status":{"beat":{{{fact.Revision}}}}}""",
            Fact.Service service => $$$"""{"kind":"Service","apiVersion":"v1","metadata":{{{{meta}}},"annotations":{{{{service.Annotations}}}}},"spec":{"clusterIP":"10.0.0.1"}}""",
            Fact.Slice slice => $$$"""
                {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{{{{meta}}},"generation":{{{fact.Revision}}},"labels":{{{{(slice.Of is null ? "" : $"\"kubernetes.io/service-name\":\"{slice.Of}\"")}}}},
                "annotations":{"endpoints.kubernetes.io/last-change-trigger-time":"{{{fact.Revision}}}"}},"addressType":"{{{slice.Family}}}",
                "endpoints":{{{(slice.Backends.Count == 0 ? "null" : $"[{string.Join(',', slice.Backends.Select(Endpoint))}]")}}},"ports":[{"port":80}]}
                """,
            Fact.Endpoints endpoints => $$$"""{"kind":"Endpoints","apiVersion":"v1","metadata":{{{{meta}}}},"subsets":[{{{string.Join(',', endpoints.Subsets.Select(Subset))}}}]}""",
            _ => throw new ArgumentOutOfRangeException(nameof(fact)),
        });
    }

    /// <summary>The Service that a list names, its family, and its backends in order.</summary>
    public static string Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.TryGetProperty("subsets", out var subsets))
        {
            return string.Join(" | ", subsets.EnumerateArray().Select(subset => string.Join(' ',
                subset.GetProperty("addresses").EnumerateArray().Select(address => Text(address, address.GetProperty("ip").GetString()!, true))
                    .Concat(subset.GetProperty("notReadyAddresses").EnumerateArray().Select(address => Text(address, address.GetProperty("ip").GetString()!, false))))));
        }
        var labels = root.GetProperty("metadata").GetProperty("labels");
        var service = labels.TryGetProperty("kubernetes.io/service-name", out var label) ? label.GetString() : null;
        var endpoints = root.GetProperty("endpoints");
        return Line(service, root.GetProperty("addressType").GetString()!, endpoints.ValueKind == JsonValueKind.Null ? [] : endpoints.EnumerateArray().Select(endpoint =>
            Text(endpoint, endpoint.GetProperty("addresses")[0].GetString()!,
                !endpoint.GetProperty("conditions").TryGetProperty("ready", out var ready) || ready.ValueKind != JsonValueKind.False)));
    }

    public static string Line(string? service, string family, IEnumerable<string> backends) => $"{service ?? "-"} {family}: {string.Join(' ', backends)}";

    private static string Text(JsonElement backend, string address, bool ready) =>
        $"{address}@{(backend.TryGetProperty("nodeName", out var node) ? node.GetString() : "-")}{(ready ? "" : "!")}";

    private static string Endpoint(Backend backend) =>
        $$"""{"addresses":["{{backend.Address}}"],"conditions":{{{(backend.Ready is { } ready ? ready ? "\"ready\":true,\"serving\":true" : "\"ready\":false,\"terminating\":true" : "")}}}{{Node(backend)}},"zone":"z"}""";

    private static string Subset(IReadOnlyList<Backend> backends) =>
        $$"""{"addresses":[{{Addresses(backends.Where(backend => backend.IsReady))}}],"notReadyAddresses":[{{Addresses(backends.Where(backend => !backend.IsReady))}}],"ports":[{"port":80}]}""";

    private static string Addresses(IEnumerable<Backend> backends) => string.Join(',', backends.Select(backend => $$"""{"ip":"{{backend.Address}}"{{Node(backend)}}}"""));

    private static string Node(Backend backend) => backend.Node is null ? "" : $",\"nodeName\":\"{backend.Node}\"";
}
