using System.Diagnostics.CodeAnalysis;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

/// <summary>
/// What the sandbox serves now: the built-in kinds, and the custom ones as their definitions come and go. Readers see one whole state.
/// </summary>
internal sealed class ResourceRegistry : IResourceCatalog
{
    private readonly Lock _turn = new();
    private readonly List<ResourceDefinition> _builtIn = [.. BuiltInResources.All()];
    private readonly Dictionary<string, IReadOnlyList<ResourceDefinition>> _custom = new(StringComparer.Ordinal);
    private Dictionary<GroupVersionResource, ResourceDefinition> _all;

    public ResourceRegistry() => _all = _builtIn.ToDictionary(definition => definition.Resource);

    /// <summary>Everything that is served.</summary>
    public IReadOnlyCollection<ResourceDefinition> All => Volatile.Read(ref _all).Values;

    /// <summary>Whether the name belongs to a built-in collection.</summary>
    public bool IsBuiltIn(string group, string plural) =>
        _builtIn.Exists(definition => definition.Resource.Group == group && definition.Resource.Resource == plural);

    /// <summary>The definition of a collection; null where it is not served.</summary>
    public ResourceDefinition? Find(GroupVersionResource resource) => Volatile.Read(ref _all).GetValueOrDefault(resource);

    /// <summary>The definition of the kind; null where it is not served.</summary>
    public ResourceDefinition? FindKind(string apiVersion, string kind) =>
        All.FirstOrDefault(definition => definition.IsStored && definition.Api.Kind == kind && definition.Resource.ApiVersion == apiVersion);

    /// <inheritdoc/>
    public bool TryFind(GroupVersionResource resource, [NotNullWhen(true)] out ApiResource? found)
    {
        found = Find(resource)?.Api;
        return found is not null;
    }

    /// <summary>Serves what the custom resource definition of that name defines; nothing where it is empty.</summary>
    public void Serve(string definitionName, IReadOnlyList<ResourceDefinition> definitions)
    {
        lock (_turn)
        {
            if (definitions.Count == 0) _custom.Remove(definitionName);
            else _custom[definitionName] = definitions;
            Volatile.Write(ref _all, _builtIn.Concat(_custom.Values.SelectMany(list => list)).ToDictionary(definition => definition.Resource));
        }
    }
}
