using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;

/// <summary>Everything that is served in one document, as <c>apidiscovery.k8s.io/v2</c>.</summary>
internal static class AggregatedDiscovery
{
    public const string ContentType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>The core group alone, or all others.</summary>
    public static JsonObject Write(ResourceRegistry registry, bool core) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. ServedGroups.Of(registry).Where(group => group.Name.Length == 0 == core).Select(Group)]),
    };

    private static JsonObject Group(ServedGroups.ServedGroup group) => new()
    {
        ["metadata"] = group.Name.Length == 0 ? new JsonObject { ["creationTimestamp"] = null } : new JsonObject { ["name"] = group.Name, ["creationTimestamp"] = null },
        ["versions"] = new JsonArray([.. group.Versions.Select(version => new JsonObject
        {
            ["version"] = version.Version,
            ["resources"] = new JsonArray([.. version.Resources.Select(Resource)]),
            ["freshness"] = "Current",
        })]),
    };

    private static JsonObject Resource(ResourceDefinition definition)
    {
        var api = definition.Api;
        var written = new JsonObject
        {
            ["resource"] = api.Resource.Resource,
            ["responseKind"] = Kind(api.Resource.Group, api.Resource.Version, api.Kind),
            ["scope"] = api.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = api.Singular,
            ["verbs"] = Texts(api.Verbs),
        };
        if (api.ShortNames.Count > 0) written["shortNames"] = Texts(api.ShortNames);
        if (api.Categories.Count > 0) written["categories"] = Texts(api.Categories);
        if (api.Subresources.Count > 0) written["subresources"] = new JsonArray([.. api.Subresources.Select(name => Subresource(definition, name))]);
        return written;
    }

    private static JsonObject Subresource(ResourceDefinition definition, string name)
    {
        var kinds = SubresourceKinds.Of(definition.Api, name);
        return new JsonObject { ["subresource"] = name, ["responseKind"] = Kind(kinds.Group, kinds.Version, kinds.Kind), ["verbs"] = Texts(kinds.Verbs) };
    }

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    /// <summary>An array of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
