using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Queries;

/// <summary>Which state a list reads, from where, and how much of it: the table of kubernetes-api.md 1.2.</summary>
/// <param name="Snapshot">The state.</param>
/// <param name="After">The object before the first one; null for the beginning.</param>
/// <param name="Limit">How many objects; 0 for all.</param>
/// <param name="IsPast">Whether it must be that state and no newer one.</param>
internal readonly record struct ListStart(Snapshot Snapshot, ObjectKey? After, long Limit, bool IsPast = false)
{
    /// <exception cref="StatusException">400, 410 or 504.</exception>
    public static async ValueTask<ListStart> ResolveAsync(
        IObjectReader reader, RevisionGate gate, ApiResource resource, string @namespace, ReadOptions options, CancellationToken cancellationToken)
    {
        var limit = Math.Max(0, options.Limit);
        if (options.Continue.Length > 0)
        {
            if (options.ResourceVersion is not ("" or "0"))
                throw KubernetesStatus.BadRequest("specifying resource version is not allowed when using continue").ToException();
            var token = ContinueToken.Decode(options.Continue, resource.Namespaced, @namespace);
            return new ListStart(token.Snapshot ?? reader.Latest(resource.Resource), token.After, limit, IsPast: token.Snapshot is not null);
        }
        if (options.ResourceVersion.Length == 0) return new ListStart(reader.Latest(resource.Resource), null, limit);
        var revision = options.Revision(isList: true);
        if (revision == 0) return new ListStart(reader.Latest(resource.Resource), null, options.ResourceVersion == "0" ? 0 : limit);
        var newest = await gate.NotOlderThanAsync(resource.Resource, revision, cancellationToken);
        var exact = options.Match == ReadOptionsRules.Exact || (options.Match.Length == 0 && limit > 0);
        if (!exact) return new ListStart(newest, null, limit);
        return reader.TryGetSnapshot(resource.Resource, revision, out var snapshot)
            ? new ListStart(snapshot with { Revision = revision }, null, limit, IsPast: true)
            : throw KubernetesStatus.Expired("The resourceVersion for the provided list is too old.").ToException();
    }
}
