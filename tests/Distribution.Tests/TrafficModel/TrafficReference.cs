using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>
/// What a node should see of the backends, as a plain function of what its replica has heard: no indexes, no events, no bytes. It shares nothing with the code
/// that it judges.
/// </summary>
internal static class TrafficReference
{
    public static IEnumerable<KeyValuePair<ObjectIdentity, string>> Share(Heard heard, string node)
    {
        foreach (var slice in heard.Slices.Values)
        {
            if (Line(heard, node, slice) is { } line) yield return new(Heard.Identity(slice), line);
        }
        foreach (var endpoints in heard.Endpoints.Values)
        {
            if (Line(heard, node, endpoints) is { } line) yield return new(Heard.Identity(endpoints), line);
        }
    }

    /// <summary>One object as the node should see it; null where it should not.</summary>
    public static string? Of(Heard heard, string node, ObjectIdentity identity)
    {
        if (identity.Collection == Collections.Endpoints) return heard.Endpoints.TryGetValue(identity.Key, out var endpoints) ? Line(heard, node, endpoints) : null;
        return heard.Slices.TryGetValue(identity.Key, out var slice) ? Line(heard, node, slice) : null;
    }

    private static string? Line(Heard heard, string node, Fact.Slice slice)
    {
        if (slice.Of is null) return FactJson.Line(null, slice.Family, slice.Backends.Select(backend => backend.ToString()));
        if (!heard.Services.TryGetValue(new ObjectKey("shop", slice.Of), out var service)) return null;
        var family = heard.Slices.Values.Where(other => other.Of == slice.Of && other.Family == slice.Family);
        var shown = Shown(heard, node, service, family.SelectMany(other => other.Backends).ToList());
        return FactJson.Line(slice.Of, slice.Family, slice.Backends.Where(shown).Select(backend => backend.ToString()));
    }

    private static string? Line(Heard heard, string node, Fact.Endpoints endpoints)
    {
        if (!heard.Services.TryGetValue(endpoints.Key, out var service)) return null;
        var shown = Shown(heard, node, service, endpoints.Subsets.SelectMany(subset => subset).ToList());
        return string.Join(" | ", endpoints.Subsets.Select(subset => string.Join(' ', subset.Where(shown).OrderBy(backend => !backend.IsReady).Select(backend => backend.ToString()))));
    }

    private static Func<Backend, bool> Shown(Heard heard, string node, Fact.Service service, List<Backend> all)
    {
        var own = heard.GroupOf(node);
        Func<Backend, bool> chosen = _ => true;
        foreach (var level in service.Levels)
        {
            chosen = level switch
            {
                "node" => backend => backend.Node == node,
                "nodegroup" => backend => own.Length > 0 && backend.Node is not null && heard.GroupOf(backend.Node) == own,
                _ => _ => true,
            };
            if (all.Exists(backend => backend.IsReady && chosen(backend))) break;
        }
        return chosen;
    }
}
