using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Documents;

/// <summary>
/// What the definitions of custom kinds say of columns and selectable fields: a document for each version that is served,
/// <c>/apis/GROUP/VERSION/RESOURCE#definition</c>. The definitions themselves, nearly all schema, would be a hundred times as much.
/// </summary>
internal sealed class DefinitionDocuments : IRawObjectHandler, IDisposable
{
    private readonly ConcurrentDictionary<ObjectKey, Dictionary<string, Document>> _byDefinition = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _changed;
    private readonly IDisposable _subscription;

    public DefinitionDocuments(IRawInformer definitions, Action changed)
    {
        _changed = changed;
        _subscription = definitions.Subscribe(this);
    }

    /// <summary>Completes when all definitions have been read.</summary>
    public Task Synced => _synced.Task;

    /// <summary>The documents by their names.</summary>
    public IEnumerable<KeyValuePair<string, Document>> All => _byDefinition.Values.SelectMany(documents => documents);

    public void Upserted(RawObject current, RawObject? previous)
    {
        _byDefinition[current.Key] = Read(current.Json);
        _changed();
    }

    public void Deleted(RawObject last, long revision)
    {
        _byDefinition.TryRemove(last.Key, out _);
        _changed();
    }

    public void Progressed(long revision) => _synced.TrySetResult();

    public void Dispose() => _subscription.Dispose();

    private static Dictionary<string, Document> Read(ReadOnlyMemory<byte> definition)
    {
        var documents = new Dictionary<string, Document>();
        using var json = JsonDocument.Parse(definition);
        if (!json.RootElement.TryGetProperty("spec", out var spec) || !spec.TryGetProperty("versions", out var versions)) return documents;
        var group = spec.GetProperty("group").GetString();
        var plural = spec.GetProperty("names").GetProperty("plural").GetString();
        foreach (var version in versions.EnumerateArray().Where(version => version.GetProperty("served").GetBoolean()))
        {
            var extract = DefinitionVersion.Extract(version);
            documents[$"/apis/{group}/{version.GetProperty("name").GetString()}/{plural}{DocumentNames.Definition}"] =
                new Document("application/json", $"\"{Convert.ToHexString(SHA256.HashData(extract))}\"", extract);
        }
        return documents;
    }
}
