using System.IO.Hashing;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;

/// <summary>Rewrites one of the three objects for an audience.</summary>
internal delegate byte[] ApiServiceRewriting(ReadOnlySpan<byte> json, PodEndpoint endpoint);

/// <summary>
/// One of the three objects of <c>default/kubernetes</c>, as each audience sees it: a table for each address at which nodes have their
/// MetaServers. Most fleets have one address, so one encoding.
/// </summary>
internal sealed class ApiServiceTables
{
    private readonly ApiServiceRewriting _rewrite;
    private readonly Dictionary<string, PodEndpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly AudienceTables _tables;
    private ObjectChange? _current;

    public ApiServiceTables(IChangeEncoder encoder, ApiServiceRewriting rewrite)
    {
        _rewrite = rewrite;
        _tables = new AudienceTables(encoder, key => _current is null ? [] : [Rewrite(_current, _endpoints[key])]);
    }

    /// <summary>The viewer's table; none for a node that does not say where its pods reach it.</summary>
    public IEnumerable<ShareTable> Open(Viewer viewer)
    {
        if (viewer.MetaServer is not { } endpoint) return [];
        _endpoints[endpoint.Key] = endpoint;
        return [_tables.Open(endpoint.Key)];
    }

    /// <summary>The viewer has left; nobody else may see its table.</summary>
    public void Leave(Viewer viewer)
    {
        if (viewer.MetaServer is not { } endpoint) return;
        _tables.Close(endpoint.Key);
        if (!_tables.TryGet(endpoint.Key, out _)) _endpoints.Remove(endpoint.Key);
    }

    /// <summary>The cluster's own has changed. Where that makes no difference after the rewriting there is no event.</summary>
    public void Put(ObjectChange current)
    {
        _current = current;
        foreach (var (key, table) in _tables.All)
        {
            var rewritten = Rewrite(current, _endpoints[key]);
            if (!table.TryGet(current.Identity, out var shown) || shown.Tag != rewritten.Tag) table.Put(rewritten);
        }
    }

    public void Remove(ObjectChange deletion)
    {
        _current = null;
        foreach (var (_, table) in _tables.All) table.Remove(deletion);
    }

    private ObjectChange Rewrite(ObjectChange current, PodEndpoint endpoint)
    {
        var json = _rewrite(current.Json.Span, endpoint);
        return ObjectChange.Of(current.Identity, current.Revision, XxHash3.HashToUInt64(RawJson.WithResourceVersion(json, 0)), json);
    }
}
