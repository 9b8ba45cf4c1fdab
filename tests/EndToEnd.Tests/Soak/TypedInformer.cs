using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>What a user of the C# client writes, which has watches but no informer: a list at version 0, then its typed watch.</summary>
internal sealed class TypedInformer<T>(Followed followed, string node, int seed, TypedReads<T> reads) : Informer("C#", followed, node, seed)
    where T : IKubernetesObject<V1ObjectMeta>
{
    public override JsonObject AsRead(JsonObject raw) => ToJson(KubernetesJson.Deserialize<T>(raw.ToJsonString()));

    protected override async Task ListAsync(Relist why, CancellationToken cancellation)
    {
        var (version, items) = await reads.ListAsync(cancellation);
        Revision = long.Parse(version, CultureInfo.InvariantCulture);
        Witness.Listed(Revision, [.. items.Select(ToJson)], why);
    }

    protected override async Task WatchAsync(int seconds, CancellationToken cancellation)
    {
        Witness.Watching(Revision);
        Exception? fault = null;
        await foreach (var (type, value) in reads.Watch($"{Revision}", seconds, problem => fault ??= problem, cancellation))
        {
            if (fault is not null) break;
            Witness.Heard(type.ToString().ToUpperInvariant(), ToJson(value));
            Revision = long.Parse(value.Metadata.ResourceVersion, CultureInfo.InvariantCulture);
        }
        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
    }

    private static JsonObject ToJson(T value) => JsonNode.Parse(KubernetesJson.Serialize(value))!.AsObject();
}
