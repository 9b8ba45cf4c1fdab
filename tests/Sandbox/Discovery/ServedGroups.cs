using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;

/// <summary>The registry, ordered as discovery shows it.</summary>
internal static class ServedGroups
{
    /// <summary>One version of a group and its collections.</summary>
    internal sealed record ServedVersion(string Version, IReadOnlyList<ResourceDefinition> Resources);

    /// <summary>One group; its preferred version first.</summary>
    internal sealed record ServedGroup(string Name, IReadOnlyList<ServedVersion> Versions);

    /// <summary>All groups, the core group included: built-in ones first.</summary>
    public static IReadOnlyList<ServedGroup> Of(ResourceRegistry registry) =>
    [
        .. registry.All.GroupBy(definition => definition.Resource.Group)
            .OrderBy(group => group.Any(definition => definition.IsCustom))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ServedGroup(group.Key,
            [
                .. group.GroupBy(definition => definition.Resource.Version)
                    .OrderBy(version => version.Key, VersionOrder.Instance)
                    .Select(version => new ServedVersion(version.Key, [.. version.OrderBy(definition => definition.Resource.Resource, StringComparer.Ordinal)])),
            ])),
    ];
}
