using System.Collections.Concurrent;
using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

/// <summary>
/// Which collection the objects of a kind live in, as the cluster's discovery documents say. A kind that the cluster does not serve (yet) is
/// told by <paramref name="changed"/> when it does.
/// </summary>
internal sealed class Kinds(Action changed) : IRawObjectHandler
{
    /// <summary>The collection of discovery documents (<c>cloud/Cluster/Documents</c>).</summary>
    public static GroupVersionResource Documents => DocumentNames.Collection;

    private readonly ConcurrentDictionary<string, IReadOnlyList<ApiResource>> _versions = [];
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when discovery is known wholly.</summary>
    public Task Synced => _synced.Task;

    /// <summary>The collection of a kind; null where the cluster serves none that can be followed and written.</summary>
    public ApiResource? Find(string apiVersion, string kind) =>
        _versions.TryGetValue(apiVersion, out var resources) ? resources.FirstOrDefault(resource => resource.Kind == kind) : null;

    /// <summary>Whether the cluster serves the collection.</summary>
    public bool Serves(GroupVersionResource collection) =>
        _versions.TryGetValue(collection.ApiVersion, out var resources) && resources.Any(resource => resource.Resource == collection);

    public void Upserted(RawObject current, RawObject? previous)
    {
        if (VersionOf(current.Key.Name) is not { } version)
            return;

        using var document = JsonDocument.Parse(current.Json);
        using var list = JsonDocument.Parse(document.RootElement.GetProperty("body").GetBytesFromBase64());
        _versions[version] = Read(list.RootElement, version);
        changed();
    }

    public void Deleted(RawObject last, long revision)
    {
        if (VersionOf(last.Key.Name) is { } version && _versions.TryRemove(version, out _))
            changed();
    }

    public void Progressed(long revision) => _synced.TrySetResult();

    /// <summary><c>v1</c> of <c>/api/v1</c>, <c>apps/v1</c> of <c>/apis/apps/v1</c>; null for other documents.</summary>
    private static string? VersionOf(string document) => document.Split('/') switch
    {
        ["", "api", var version] => version,
        ["", "apis", var group, var version] => $"{group}/{version}",
        _ => null,
    };

    private static IReadOnlyList<ApiResource> Read(JsonElement list, string version)
    {
        if (!list.TryGetProperty("resources", out var resources) || resources.ValueKind != JsonValueKind.Array)
            return [];

        var (group, number) = version.Split('/') is [var named, var its] ? (named, its) : ("", version);
        return [.. resources.EnumerateArray()
            .Select(entry => (Entry: entry, Name: entry.GetProperty("name").GetString()!))
            .Where(item => !item.Name.Contains('/', StringComparison.Ordinal))
            .Select(item => new ApiResource(
                new GroupVersionResource(group, number, item.Name),
                item.Entry.GetProperty("kind").GetString()!,
                item.Entry.GetProperty("namespaced").GetBoolean())
            {
                Verbs = item.Entry.TryGetProperty("verbs", out var verbs) ? [.. verbs.EnumerateArray().Select(verb => verb.GetString()!)] : [],
            })
            .Where(resource => resource.Verbs.Contains("watch") && resource.Verbs.Contains("patch"))];
    }
}
