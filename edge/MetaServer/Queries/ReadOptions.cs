using System.Globalization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Queries;

/// <summary>The query of a get, list or watch, read but not yet judged.</summary>
internal sealed record ReadOptions
{
    /// <summary><c>resourceVersion</c> as written; empty where absent.</summary>
    public string ResourceVersion { get; private init; } = "";

    /// <summary><c>resourceVersionMatch</c> as written.</summary>
    public string Match { get; private init; } = "";

    /// <summary><c>continue</c> as written.</summary>
    public string Continue { get; private init; } = "";

    /// <summary>0 for no limit.</summary>
    public long Limit { get; private init; }

    /// <summary>Null where absent.</summary>
    public bool? SendInitialEvents { get; private init; }

    /// <summary>Whether the query itself asks for a watch: the old paths need not.</summary>
    public bool Watch { get; private init; }

    /// <summary>Whether bookmarks are asked for.</summary>
    public bool AllowBookmarks { get; private init; }

    /// <summary>0 for the server's choice.</summary>
    public long TimeoutSeconds { get; private init; }

    /// <summary>Everything, where absent.</summary>
    public LabelSelector Labels { get; private init; } = LabelSelector.Everything;

    /// <summary>Everything, where absent.</summary>
    public FieldSelector Fields { get; private init; } = FieldSelector.Everything;

    /// <summary>The usual query: nothing asked.</summary>
    public static ReadOptions None { get; } = new();

    /// <summary>Reads a query.</summary>
    /// <exception cref="StatusException">400: a value cannot be understood.</exception>
    public static ReadOptions Parse(IQueryCollection query)
    {
        if (query.Count == 0) return None;
        try
        {
            // In the API server's order: of several faults it tells the first one.
            var timeout = Number(query, "timeoutSeconds");
            var limit = Number(query, "limit");
            var (version, match, watch) = (query.First("resourceVersion"), query.First("resourceVersionMatch"), RequestInfoParser.IsTrue(query, "watch"));
            bool? initial = query.ContainsKey("sendInitialEvents") ? RequestInfoParser.IsTrue(query, "sendInitialEvents") : null;
            // A watch that names no state wants what is there first: it says so in the old way.
            if (watch && initial is null && match.Length == 0 && version is "" or "0") (initial, match) = (true, ReadOptionsRules.NotOlderThan);
            return new ReadOptions
            {
                Watch = watch,
                ResourceVersion = version,
                Match = match,
                Continue = query.First("continue"),
                Limit = limit,
                TimeoutSeconds = timeout,
                SendInitialEvents = initial,
                AllowBookmarks = RequestInfoParser.IsTrue(query, "allowWatchBookmarks"),
                Labels = LabelSelector.Parse(query.First("labelSelector")),
                Fields = FieldSelector.Parse(query.First("fieldSelector")),
            };
        }
        catch (SelectorException e)
        {
            throw KubernetesStatus.BadRequest(e.Message).ToException(e);
        }
    }

    /// <summary>The revision as a number; 0 for none and for "0".</summary>
    /// <param name="isList">A list says 400; a get or watch, as the API server has it, 500.</param>
    /// <exception cref="StatusException">It is no number.</exception>
    public long Revision(bool isList = false)
    {
        if (ResourceVersion.Length == 0) return 0;
        if (ulong.TryParse(ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) return (long)Math.Min(revision, long.MaxValue);
        var quoted = GoText.Quote(ResourceVersion);
        var problem = $"resourceVersion: Invalid value: {quoted}: strconv.ParseUint: parsing {quoted}: {Problem(ResourceVersion)}";
        throw (isList ? KubernetesStatus.BadRequest($"invalid resource version: {problem}") : new KubernetesStatus { Code = 500, Message = problem }).ToException();
    }

    private static long Number(IQueryCollection query, string name)
    {
        if (!query.ContainsKey(name)) return 0;
        var text = query.First(name);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        throw KubernetesStatus.BadRequest($"strconv.ParseInt: parsing {GoText.Quote(text)}: {Problem(text.AsSpan(text.StartsWith('-') || text.StartsWith('+') ? 1 : 0))}").ToException();
    }

    /// <summary>What Go says of text that is no number, or one that it has no room for.</summary>
    private static string Problem(ReadOnlySpan<char> digits) => digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') ? "invalid syntax" : "value out of range";
}
