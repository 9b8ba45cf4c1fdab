using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>Endpoints: <c>addresses[]</c> and <c>notReadyAddresses[]</c> of each subset; they bear the name of their Service.</summary>
internal sealed class EndpointsBackends : IBackendList
{
    public static EndpointsBackends Instance { get; } = new();

    public ObjectKey? ServiceOf(RawObject current) => current.Key;

    public ReadOnlyMemory<byte> Filter(ReadOnlyMemory<byte> json, Func<string?, bool> keeps)
    {
        using var document = JsonDocument.Parse(json);
        var splice = new ArraySplice(json);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (!property.NameEquals("subsets"u8) || property.Value.ValueKind != JsonValueKind.Array) continue;
            foreach (var subset in property.Value.EnumerateArray())
            {
                foreach (var list in subset.EnumerateObject())
                {
                    if (list.NameEquals("addresses"u8) || list.NameEquals("notReadyAddresses"u8))
                        splice.Keep(list.Value, address => keeps(EndpointSliceBackends.NodeOf(address)));
                }
            }
        }
        return splice.Finish();
    }
}
