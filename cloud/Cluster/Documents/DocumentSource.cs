using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Documents;

/// <summary>One document of the API server that is not an object: where it is and how it is asked for.</summary>
/// <param name="Name">Its name in the pseudo collection: the path, and <c>#aggregated</c> for the aggregated form of discovery.</param>
/// <param name="Path">The path at the API server.</param>
/// <param name="Accept">The media type asked for; what is not of it counts as absent.</param>
internal sealed record DocumentSource(string Name, string Path, string Accept = "application/json")
{
    /// <summary>Where the document is a part of what the server answers, or of how it was asked: takes it out; null where it is not in it.</summary>
    public Func<HttpResponseMessage, byte[], Document?>? Extract { get; init; }

    /// <summary>Whether it is large and repeats itself, so that it is kept and sent packed.</summary>
    public bool Packed { get; init; }

    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>Where the group versions are read from.</summary>
    public const string Groups = "/apis";

    /// <summary>Those that every cluster is asked for; the rest is <see cref="OfGroupVersion"/>.</summary>
    public static IReadOnlyList<DocumentSource> Always { get; } =
    [
        new("/api", "/api"),
        new("/api" + DocumentNames.Aggregated, "/api", Aggregated),
        new("/apis", Groups),
        new("/apis" + DocumentNames.Aggregated, "/apis", Aggregated),
        new("/api/v1", "/api/v1"),
        new("/version", "/version"),
        new(OpenApiIndex.Name, OpenApiIndex.Name),
        new(DocumentNames.TokenKeys, DocumentNames.TokenKeys, "application/jwk-set+json, application/json"),
        new(DocumentNames.TokenIssuer, DocumentNames.TokenIssuer),
        ClientAuthorities.Source,
        ApiAudiences.Source,
    ];

    /// <summary>OpenAPI's second version, whole.</summary>
    public static DocumentSource OpenApiV2 { get; } = new("/openapi/v2", "/openapi/v2") { Packed = true };

    /// <summary>Whether an answer of this media type is what was asked for: an old server answers the aggregated question in the legacy form.</summary>
    public bool Accepts(string contentType) => Accept != Aggregated || contentType.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal);

    /// <summary>The resources of one group version, for example <c>apps/v1</c>.</summary>
    public static DocumentSource OfGroupVersion(string groupVersion) => new($"/apis/{groupVersion}", $"/apis/{groupVersion}");
}
