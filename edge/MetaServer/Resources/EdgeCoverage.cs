using System.Collections.Concurrent;
using System.Globalization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>
/// What an edge may answer (law 3): everything of a collection that is held whole; of this node's part of one, an object that is held and
/// lists that cannot reach beyond that part. A list or watch of more is noted as an interest.
/// </summary>
internal sealed class EdgeCoverage(
    ICollections collections, IObjectReader reader, IObjectWatcher watcher, ILink link, Handovers handovers, IOptions<EdgeMetaServerOptions> options, TimeProvider time,
    ILogger<EdgeCoverage> logger) : ICoverage
{
    private const string ServiceAccount = "system:serviceaccount:";
    private const int MostNoted = 4096;
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(GroupVersionResource Resource, string User), DateTimeOffset> _noted = new();

    public bool Covers(UserIdentity user, RequestInfo request, IQueryCollection query, out StoredObject? held)
    {
        held = null;
        var scope = collections.Find(request.Resource)?.Complete ?? CollectionScope.None;
        var isCovered = scope switch
        {
            CollectionScope.All => true,
            CollectionScope.Node => request.Verb == "get" ? IsHeld(request, out held) : IsOfThisNode(request, query) || IsNamed(user, request),
            _ => false,
        };
        if (request.Verb == "get") return isCovered;
        Note(user, request, scope, isCovered);
        if (!isCovered) handovers.PassedThrough(request.Resource);
        return isCovered && !(scope == CollectionScope.All && GoesOnElsewhere(request, query));
    }

    /// <summary>
    /// Whether a watch goes on from a version that its client has from the cluster, and that lies below the first one known here: the cluster goes on
    /// with it, so that nobody has to list again because the node has learnt to answer.
    /// </summary>
    private bool GoesOnElsewhere(RequestInfo request, IQueryCollection query) =>
        request.Verb == "watch" && link.State.Connected && !FilteredReads.Includes(request) && handovers.IsRecent(request.Resource)
        && long.TryParse(query.First("resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) && revision > 0
        && !bool.TryParse(query.First("sendInitialEvents"), out _) && !watcher.TryResume(request.Resource, revision, out _, out _);

    private bool IsHeld(RequestInfo request, out StoredObject? held)
    {
        held = null;
        if (request.Resource is { Group: "", Resource: "nodes" } && request.Name == options.Value.NodeName) return true;
        // The path of a namespace says that it lies within itself; its object has none.
        var @namespace = request.Resource is { Group: "", Resource: "namespaces" } ? "" : request.Namespace;
        held = reader.Get(request.Resource, new ObjectKey(@namespace, request.Name));
        return held is not null;
    }

    /// <summary>Whether the field selector keeps a list or watch within what concerns this node.</summary>
    private bool IsOfThisNode(RequestInfo request, IQueryCollection query)
    {
        var field = request.Resource switch
        {
            { Group: "", Resource: "pods" } => "spec.nodeName",
            { Group: "", Resource: "nodes" } => "metadata.name",
            _ => null,
        };
        if (field is null) return false;
        try
        {
            return FieldSelector.Parse(query.First("fieldSelector")).RequiresExact(field) == options.Value.NodeName;
        }
        catch (SelectorException)
        {
            return true; // It is refused here as well as anywhere.
        }
    }

    /// <summary>
    /// Whether the kubelet follows one Secret or ConfigMap that a pod of this node names, which is how it reads them: it is held, and stays
    /// held for as long as that pod does.
    /// </summary>
    private bool IsNamed(UserIdentity user, RequestInfo request) =>
        request.Name.Length > 0 && request.Namespace.Length > 0 && user.IsNode(options.Value.NodeName)
        && request.Resource is { Group: "", Resource: "secrets" or "configmaps" } && IsHeld(request, out _);

    /// <summary>
    /// Notes who reads what: a collection that is not covered becomes wanted, one that is held because it was wanted stays so. An interest
    /// of somebody who is no service account would be refused by the cloud, and one that cannot be told now would come too late.
    /// </summary>
    private void Note(UserIdentity user, RequestInfo request, CollectionScope scope, bool isCovered)
    {
        if (!user.Name.StartsWith(ServiceAccount, StringComparison.Ordinal)) return;
        var now = time.GetUtcNow();
        var key = (request.Resource, user.Name);
        if (_noted.TryGetValue(key, out var last) && now - last < RenewEvery) return;
        if (isCovered ? !IsWanted(request.Resource) : !link.State.Connected) return;
        if (_noted.Count >= MostNoted) _noted.Clear();
        _noted[key] = now;
        collections.Want(request.Resource, user.Name);
        if (!isCovered && scope != CollectionScope.All) Log.Wanted(logger, user.Name, request.Resource.ToString());
    }

    private bool IsWanted(GroupVersionResource resource)
    {
        foreach (var interest in collections.Interests())
        {
            if (interest.Resource == resource) return true;
        }
        return false;
    }
}
