using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;

/// <summary>
/// How the cluster's documents (discovery, OpenAPI, token keys) are named where they travel as objects of a collection of their own. What the API server
/// serves has its path as its name; what only edges read has a name without a slash, so that nobody can ask a MetaServer for it.
/// </summary>
public static class DocumentNames
{
    /// <summary>What the name of a discovery document's aggregated form ends in.</summary>
    public const string Aggregated = "#aggregated";

    /// <summary>What a document's name ends in that says how the objects of a custom kind are shown and chosen.</summary>
    public const string Definition = "#definition";

    /// <summary>Who issues the tokens of ServiceAccounts.</summary>
    public const string TokenIssuer = "/.well-known/openid-configuration";

    /// <summary>The keys that such tokens are verified with.</summary>
    public const string TokenKeys = "/openid/v1/jwks";

    /// <summary>The CAs whose client certificates the API server believes, in PEM.</summary>
    public const string ClientAuthorities = "client-ca";

    /// <summary>Whom a token has to be for that is for the API server: a JSON list of texts. Absent where the cloud cannot know.</summary>
    public const string ApiAudiences = "api-audiences";

    /// <summary>What the CAs by which the cloud is to be trusted are named together. A reason to ask for them, and none to trust anybody.</summary>
    public const string CloudAuthorities = "cloud-ca";

    /// <summary>The collection.</summary>
    public static GroupVersionResource Collection { get; } = new("edgemesh.kubeedge.io", "v1", "documents");
}
