using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;

/// <summary>Discovery one document a level: groups, a group, the resources of a version.</summary>
internal static class LegacyDiscovery
{
    /// <summary><c>/api</c></summary>
    public static JsonObject Versions() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(),
    };

    /// <summary><c>/apis</c></summary>
    public static JsonObject Groups(ResourceRegistry registry) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. ServedGroups.Of(registry).Where(group => group.Name.Length > 0).Select(group => Group(group))]),
    };

    /// <summary><c>/apis/G</c>; null where there is no such group.</summary>
    public static JsonObject? Group(ResourceRegistry registry, string name)
    {
        if (ServedGroups.Of(registry).FirstOrDefault(group => group.Name == name) is not { } found) return null;
        var written = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (key, value) in Group(found).ToList()) written[key] = value?.DeepClone();
        return written;
    }

    /// <summary><c>/apis/G/V</c> and <c>/api/v1</c>; null where there is no such version.</summary>
    public static JsonObject? Resources(ResourceRegistry registry, string group, string version)
    {
        var resources = registry.All.Where(definition => definition.Resource.Group == group && definition.Resource.Version == version)
            .OrderBy(definition => definition.Resource.Resource, StringComparer.Ordinal).SelectMany(Entries).ToArray();
        return resources.Length == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = new JsonArray([.. resources]),
        };
    }

    private static JsonObject Group(ServedGroups.ServedGroup group)
    {
        var versions = group.Versions.Select(version => new JsonObject { ["groupVersion"] = $"{group.Name}/{version.Version}", ["version"] = version.Version }).ToList();
        return new JsonObject
        {
            ["name"] = group.Name,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private static IEnumerable<JsonObject> Entries(ResourceDefinition definition)
    {
        var api = definition.Api;
        var entry = new JsonObject
        {
            ["name"] = api.Resource.Resource,
            ["singularName"] = api.Singular,
            ["namespaced"] = api.Namespaced,
            ["kind"] = api.Kind,
            ["verbs"] = AggregatedDiscovery.Texts(api.Verbs),
        };
        if (api.ShortNames.Count > 0) entry["shortNames"] = AggregatedDiscovery.Texts(api.ShortNames);
        if (api.Categories.Count > 0) entry["categories"] = AggregatedDiscovery.Texts(api.Categories);
        yield return entry;
        foreach (var name in api.Subresources)
        {
            var kinds = SubresourceKinds.Of(api, name);
            var inner = new JsonObject { ["name"] = $"{api.Resource.Resource}/{name}", ["singularName"] = "", ["namespaced"] = api.Namespaced };
            if (kinds.Group != api.Resource.Group) inner["group"] = kinds.Group;
            if (kinds.Group != api.Resource.Group) inner["version"] = kinds.Version;
            inner["kind"] = kinds.Kind;
            inner["verbs"] = AggregatedDiscovery.Texts(kinds.Verbs);
            yield return inner;
        }
    }
}
