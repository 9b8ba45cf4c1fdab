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
            exchange => exchange is { Wanted.Code: 200, Given.Code: 200 } && exchange.Wanted.Text.Contains("\"items\":null", StringComparison.Ordinal) && exchange.Given.Names.Count == 0),
    ];
}
