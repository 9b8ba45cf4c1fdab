namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

/// <summary>The shapes that a field's value can have.</summary>
internal enum TypeForm
{
    /// <summary>A single value; <see cref="TypeSchema.Name"/> says which: string, int32, quantity …</summary>
    Scalar,

    /// <summary>An array of one type.</summary>
    List,

    /// <summary>An object with free keys and values of one type.</summary>
    Map,

    /// <summary>An object with known fields.</summary>
    Struct,
}
