using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>EndpointSlices: <c>endpoints[]</c>, joined to their Service by label, as kube-proxy joins them.</summary>
internal sealed class EndpointSliceBackends : IBackendList
{
    private static readonly RawPath ServiceLabel = RawPath.Of("metadata", "labels", "kubernetes.io/service-name");

    public static EndpointSliceBackends Instance { get; } = new();

    public ObjectKey? ServiceOf(RawObject current) =>
        ServiceLabel.TryGetString(current.Json.Span, out var name) && name.Length > 0 ? current.Key with { Name = name } : null;

    public ReadOnlyMemory<byte> Filter(ReadOnlyMemory<byte> json, Func<string?, bool> keeps)
    {
        using var document = JsonDocument.Parse(json);
        var splice = new ArraySplice(json);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.NameEquals("endpoints"u8)) splice.Keep(property.Value, endpoint => keeps(NodeOf(endpoint)));
        }
        return splice.Finish();
    }

    /// <summary>The node of an endpoint or of an address; null where it names none.</summary>
    internal static string? NodeOf(JsonElement backend) =>
        backend.ValueKind == JsonValueKind.Object && backend.TryGetProperty("nodeName"u8, out var node) && node.ValueKind == JsonValueKind.String ? node.GetString() : null;
}
