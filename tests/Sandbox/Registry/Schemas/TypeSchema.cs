namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

/// <summary>The type of a value.</summary>
/// <param name="Form">Its shape.</param>
/// <param name="Name">For a scalar string, bytes, bool, int32, int64, double, time, microTime, quantity, intOrString, object or any; for a struct its full name.</param>
internal sealed record TypeSchema(TypeForm Form, string Name)
{
    /// <summary>The type of a list's items or a map's values.</summary>
    public TypeSchema? Item { get; init; }

    /// <summary>The values that a string may have; empty where all are good.</summary>
    public IReadOnlyList<string> Enum { get; init; } = [];
}
