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
            return new ReadOptions
            {
                ResourceVersion = query["resourceVersion"].ToString(),
                Match = query["resourceVersionMatch"].ToString(),
                Continue = query["continue"].ToString(),
                Limit = Number(query, "limit"),
                TimeoutSeconds = Number(query, "timeoutSeconds"),
                SendInitialEvents = query.ContainsKey("sendInitialEvents") ? RequestInfoParser.IsTrue(query, "sendInitialEvents") : null,
                AllowBookmarks = RequestInfoParser.IsTrue(query, "allowWatchBookmarks"),
                Labels = LabelSelector.Parse(query["labelSelector"].ToString()),
                Fields = FieldSelector.Parse(query["fieldSelector"].ToString()),
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
        if (long.TryParse(ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) return revision;
        var quoted = GoText.Quote(ResourceVersion);
        var problem = $"resourceVersion: Invalid value: {quoted}: strconv.ParseUint: parsing {quoted}: invalid syntax";
        throw (isList ? KubernetesStatus.BadRequest($"invalid resource version: {problem}") : new KubernetesStatus { Code = 500, Message = problem }).ToException();
    }

    private static long Number(IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        if (!query.ContainsKey(name)) return 0;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        throw KubernetesStatus.BadRequest($"strconv.ParseInt: parsing {GoText.Quote(text)}: invalid syntax").ToException();
    }
}
