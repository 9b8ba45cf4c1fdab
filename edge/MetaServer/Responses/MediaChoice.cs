using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>What the Accept header and its neighbours came to (kubernetes-api.md 3).</summary>
/// <param name="Form">What to show.</param>
/// <param name="Pretty">Whether to indent.</param>
/// <param name="Gzip">Whether the client takes gzip.</param>
internal readonly record struct MediaChoice(ObjectForm Form, bool Pretty, bool Gzip)
{
    /// <exception cref="StatusException">406: nothing that is accepted can be served.</exception>
    public static MediaChoice Negotiate(HttpRequest request, bool isList) =>
        new(ChooseForm(request, isList, out var clause), IsForPerson(request) || IsPretty(clause), TakesGzip(request));

    /// <summary>By <c>?pretty=</c>, else by what people read with.</summary>
    public static bool IsForPerson(HttpRequest request)
    {
        if (request.Query.TryGetValue("pretty", out var pretty)) return pretty.ToString() is "true" or "1";
        var agent = request.Headers.UserAgent.ToString();
        return agent.StartsWith("curl/", StringComparison.Ordinal) || agent.StartsWith("Wget/", StringComparison.Ordinal)
            || agent.StartsWith("Mozilla/5.0", StringComparison.Ordinal);
    }

    /// <summary>The clauses of an Accept header, the most wanted first.</summary>
    public static IReadOnlyList<MediaTypeHeaderValue> Clauses(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var parsed)) return [];
        var clauses = new List<MediaTypeHeaderValue>(parsed);
        // An insertion sort: few clauses, and those of one quality keep their order.
        for (var i = 1; i < clauses.Count; i++)
        {
            for (var j = i; j > 0 && Quality(clauses[j]) > Quality(clauses[j - 1]); j--) (clauses[j], clauses[j - 1]) = (clauses[j - 1], clauses[j]);
        }
        return clauses;
    }

    /// <summary>A parameter of a clause; null where absent.</summary>
    public static string? Parameter(MediaTypeHeaderValue clause, string name)
    {
        foreach (var parameter in clause.Parameters)
        {
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return parameter.Value.ToString();
        }
        return null;
    }

    private static ObjectForm ChooseForm(HttpRequest request, bool isList, out MediaTypeHeaderValue? chosen)
    {
        chosen = null;
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || (accept.Count == 1 && accept[0] is "" or "*/*" or "application/json")) return ObjectForm.Whole;
        foreach (var clause in Clauses(request))
        {
            // As at the API server, q orders and never excludes.
            if (!IsJson(clause) || !TryForm(clause, isList, out var form)) continue;
            chosen = clause;
            return form;
        }
        throw KubernetesStatus.NotAcceptable("application/json").ToException();
    }

    /// <summary>False where the clause asks for a form that is not known.</summary>
    /// <exception cref="StatusException">406: the form of a list is asked of an object, or the other way round; the next clause does not help.</exception>
    private static bool TryForm(MediaTypeHeaderValue clause, bool isList, out ObjectForm form)
    {
        form = ObjectForm.Whole;
        if (Parameter(clause, "as") is not { } name) return true;
        if (Parameter(clause, "g") != "meta.k8s.io" || Parameter(clause, "v") != "v1") return false;
        form = name == "Table" ? ObjectForm.Table : ObjectForm.Metadata;
        if (name is not ("Table" or "PartialObjectMetadata" or "PartialObjectMetadataList")) return false;
        if (name == "Table" || name.EndsWith("List", StringComparison.Ordinal) == isList) return true;
        throw KubernetesStatus.NotAcceptableForm($"you requested {name}, but the requested object is {(isList ? "a list" : "not a list")}").ToException();
    }

    private static bool IsPretty(MediaTypeHeaderValue? clause) => clause is not null && Parameter(clause, "pretty") == "1";

    private static bool IsJson(MediaTypeHeaderValue clause) =>
        clause.MatchesAllTypes || clause.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private static double Quality(MediaTypeHeaderValue clause) => clause.Quality ?? 1;

    /// <summary>Whether the client unpacks gzip.</summary>
    public static bool TakesGzip(HttpRequest request)
    {
        foreach (var value in request.Headers.AcceptEncoding)
        {
            if (value is not null && value.Contains("gzip", StringComparison.OrdinalIgnoreCase)
                && !value.Contains("gzip;q=0", StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
