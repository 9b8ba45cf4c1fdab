using Xunit.v3;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Names the lines of the specification of the Kubernetes read API that a test pins, for example "1.3".</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LineAttribute(params string[] numbers) : Attribute, ITraitAttribute
{
    /// <summary>The trait under which the numbers are found.</summary>
    public const string Trait = "line";

    /// <summary>The lines.</summary>
    public IReadOnlyList<string> Numbers => numbers;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [.. numbers.Select(number => KeyValuePair.Create(Trait, number))];
}
