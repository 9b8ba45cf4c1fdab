using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>A condition on an object's fields: all requirements must hold. Immutable and safe for all threads.</summary>
public sealed class FieldSelector
{
    private readonly FieldRequirement[] _requirements;

    internal FieldSelector(FieldRequirement[] requirements) => _requirements = requirements;

    /// <summary>Matches every object.</summary>
    public static FieldSelector Everything { get; } = new([]);

    /// <summary>Whether it matches every object.</summary>
    public bool IsEmpty => _requirements.Length == 0;

    /// <summary>The requirements, as ordered by their text.</summary>
    public IReadOnlyList<FieldRequirement> Requirements => _requirements;

    /// <summary>From the form of the query parameter <c>fieldSelector</c>: <c>spec.nodeName=a,status.phase!=Running</c>.</summary>
    /// <exception cref="SelectorException">It cannot be understood; the message is Kubernetes' own.</exception>
    public static FieldSelector Parse(string text) => string.IsNullOrEmpty(text) ? Everything : FieldSelectorParser.Parse(text);

    /// <summary>Checks that the collection may be selected by these fields; each kind has its own few.</summary>
    /// <param name="resource">The collection.</param>
    /// <param name="custom">Whether a CustomResourceDefinition defines it.</param>
    /// <param name="selectable">The paths of that version's selectableFields, with or without the leading dot; null for none.</param>
    /// <exception cref="SelectorException">A field is not supported; the message is what the API server answers with 400.</exception>
    public void Validate(GroupVersionResource resource, bool custom, IReadOnlyCollection<string>? selectable = null)
    {
        foreach (var requirement in _requirements) SelectableFields.Require(requirement.Field, resource, custom, selectable);
    }

    /// <summary>Whether an object's fields fulfil all requirements. <see cref="Validate"/> first: a field that is not selectable is compared all the same.</summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public bool Matches(ReadOnlySpan<byte> json, GroupVersionResource resource)
    {
        foreach (var requirement in _requirements)
        {
            if (SelectableFields.ValueEquals(requirement, json, resource) != requirement.Equal) return false;
        }
        return true;
    }

    /// <summary>The value that <paramref name="field"/> must have; null where no requirement asks for equality.</summary>
    public string? RequiresExact(string field)
    {
        foreach (var requirement in _requirements)
        {
            if (requirement.Equal && requirement.Field == field) return requirement.Value;
        }
        return null;
    }

    /// <summary>As Kubernetes writes it; parsing it again gives an equal selector.</summary>
    public override string ToString() => string.Join(',', _requirements.AsEnumerable());
}
