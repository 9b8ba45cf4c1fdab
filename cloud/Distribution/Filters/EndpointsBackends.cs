using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>Endpoints: <c>addresses[]</c> and <c>notReadyAddresses[]</c> of each subset; they bear the name of their Service.</summary>
internal sealed class EndpointsBackends : IBackendList
{
    public static EndpointsBackends Instance { get; } = new();

    public ObjectKey? ServiceOf(RawObject current) => current.Key;

    public BackendLayout Read(ReadOnlyMemory<byte> json)
    {
        var reader = new BackendReader(json.Span);
        for (reader.Begin(); reader.NextMember();)
        {
            if (reader.NameIs("metadata"u8)) reader.ReadMetadata();
            else if (reader.NameIs("subsets"u8)) ReadSubsets(ref reader);
            else reader.SkipValue();
        }
        return new BackendLayout(json, family: "", reader.Passages);
    }

    private static void ReadSubsets(ref BackendReader reader)
    {
        if (!reader.EnterArray()) return;
        while (reader.NextObject())
        {
            while (reader.NextMember())
            {
                if (reader.NameIs("addresses"u8)) reader.ReadBackends(ready: true);
                else if (reader.NameIs("notReadyAddresses"u8)) reader.ReadBackends(ready: false);
                else reader.SkipValue();
            }
        }
    }
}
