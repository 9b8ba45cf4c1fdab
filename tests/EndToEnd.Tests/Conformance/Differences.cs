namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Where a MetaServer is meant to answer otherwise than the API server. What is not listed here is a fault.</summary>
internal static class Differences
{
    /// <summary>Each with its reason.</summary>
    public static IReadOnlyList<(string Reason, Func<Exchange, bool> Applies)> All { get; } =
    [
        ("a MetaServer speaks JSON only: YAML is 406, and failures are JSON", exchange => exchange is { Wanted.ContentType: "application/yaml", Given.ContentType: "application/json", Given.Code: >= 400 }),
        ("what a 406 says is acceptable is what a MetaServer serves", exchange => exchange is { Wanted: { Code: 406 }, Given: { Code: 406, Reason: "NotAcceptable" } }),
        ("a continue token is of its server's own make, and so are the words about a bad one",
            exchange => exchange.Request.Path.Contains("continue=", StringComparison.Ordinal) && exchange is { Wanted.Code: 400, Given: { Code: 400, Reason: "BadRequest" } }),
        ("an empty list of metadata has [] where the API server has null: every client reads both",
            exchange => exchange is { Wanted.Code: 200, Given.Code: 200, Request.IsWatch: false } && exchange.Wanted.Json["items"] is null && exchange.Wanted.Json.AsObject().ContainsKey("items") && exchange.Given.Names.Count == 0),
        ("the form of a list for one object is the client's fault, 406, which of a custom kind the API server calls its own, 500",
            exchange => exchange is { Request.Accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", Wanted: { Code: 500, Message: "content is not a list" }, Given: { Code: 406, Reason: "NotAcceptable" } }),
        ("a watch in the form of a list is 406, where the API server says 200 and closes at the first event: its client would begin anew for ever",
            exchange => exchange is { Request: { IsWatch: true, Accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1" }, Wanted: { Code: 200, Bytes.Length: 0 }, Given: { Code: 406, Reason: "NotAcceptable" } }),
    ];
}
