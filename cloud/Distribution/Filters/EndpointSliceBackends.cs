using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>EndpointSlices: <c>endpoints[]</c>, joined to their Service by label, as kube-proxy joins them.</summary>
internal sealed class EndpointSliceBackends : IBackendList
{
    private static readonly RawPath ServiceLabel = RawPath.Of("metadata", "labels", "kubernetes.io/service-name");

    public static EndpointSliceBackends Instance { get; } = new();

    public ObjectKey? ServiceOf(RawObject current) =>
        ServiceLabel.TryGetString(current.Json.Span, out var name) && name.Length > 0 ? current.Key with { Name = name } : null;

    public BackendLayout Read(ReadOnlyMemory<byte> json)
    {
        var reader = new BackendReader(json.Span);
        var family = "";
        for (reader.Begin(); reader.NextMember();)
        {
            if (reader.NameIs("metadata"u8)) reader.ReadMetadata();
            else if (reader.NameIs("addressType"u8)) family = reader.ReadText() ?? "";
            else if (reader.NameIs("endpoints"u8)) reader.ReadBackends(ready: true);
            else reader.SkipValue();
        }
        return new BackendLayout(json, family, reader.Passages);
    }
}
