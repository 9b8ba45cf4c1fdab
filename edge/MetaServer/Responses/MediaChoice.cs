using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>What the Accept header and its neighbours came to (kubernetes-api.md 3).</summary>
/// <param name="Form">What to show.</param>
/// <param name="Pretty">Whether to indent.</param>
/// <param name="Gzip">Whether the client takes gzip.</param>
/// <param name="Misfit">
/// 406 where the form of a list is asked of an object, or the other way round; null else. The API server finds out when it writes its answer.
/// </param>
internal readonly record struct MediaChoice(ObjectForm Form, bool Pretty, bool Gzip, KubernetesStatus? Misfit)
{
    /// <param name="request">The request.</param>
    /// <param name="isList">Whether a list is answered.</param>
    /// <param name="isCustom">Custom kinds take <c>application/*</c> too; built-in ones, by a quirk of the API server, do not.</param>
    /// <exception cref="StatusException">406: nothing that is accepted can be served.</exception>
    public static MediaChoice Negotiate(HttpRequest request, bool isList, bool isCustom)
    {
        var form = ChooseForm(request, isCustom, out var clause);
        return new(form, IsForPerson(request) || IsPretty(clause), TakesGzip(request), form == ObjectForm.Metadata ? MisfitOf(clause!, isList) : null);
    }

    /// <summary>By <c>?pretty=</c>, else by what people read with.</summary>
    public static bool IsForPerson(HttpRequest request)
    {
        if (request.Query.TryGetValue("pretty", out var pretty)) return pretty is [var first, ..] && first is "true" or "1";
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

    private static ObjectForm ChooseForm(HttpRequest request, bool isCustom, out MediaTypeHeaderValue? chosen)
    {
        chosen = null;
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || (accept.Count == 1 && accept[0] is "" or "*/*" or "application/json")) return ObjectForm.Whole;
        foreach (var clause in Clauses(request))
        {
            // As at the API server, q orders and never excludes.
            if (!IsJson(clause, isCustom) || FormOf(clause) is not { } form) continue;
            chosen = clause;
            return form;
        }
        throw KubernetesStatus.NotAcceptable("application/json").ToException();
    }

    /// <summary>Null where the clause asks for a form that is not known.</summary>
    private static ObjectForm? FormOf(MediaTypeHeaderValue clause)
    {
        if (Parameter(clause, "as") is not { } form) return ObjectForm.Whole;
        if (Parameter(clause, "g") != "meta.k8s.io" || Parameter(clause, "v") != "v1") return null;
        return form switch
        {
            "Table" => ObjectForm.Table,
            "PartialObjectMetadata" or "PartialObjectMetadataList" => ObjectForm.Metadata,
            _ => null,
        };
    }

    private static KubernetesStatus? MisfitOf(MediaTypeHeaderValue clause, bool isList)
    {
        var form = Parameter(clause, "as")!;
        return form.EndsWith("List", StringComparison.Ordinal) == isList ? null
            : KubernetesStatus.NotAcceptableForm($"you requested {form}, but the requested object is {(isList ? "a list" : "not a list")}");
    }

    private static bool IsPretty(MediaTypeHeaderValue? clause) => clause is not null && Parameter(clause, "pretty") == "1";

    private static bool IsJson(MediaTypeHeaderValue clause, bool isCustom) =>
        clause.MatchesAllTypes || (isCustom && clause.MatchesAllSubTypes && clause.Type.Equals("application", StringComparison.OrdinalIgnoreCase))
            // By its case too, as the API server has it.
            || clause.MediaType.Equals("application/json", StringComparison.Ordinal);

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
