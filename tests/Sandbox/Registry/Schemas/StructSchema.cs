namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

/// <summary>An object type of the Kubernetes API.</summary>
/// <param name="Name">Its full name in OpenAPI, for example <c>io.k8s.api.core.v1.Pod</c>.</param>
/// <param name="Fields">Its fields by name.</param>
internal sealed record StructSchema(string Name, IReadOnlyDictionary<string, FieldSchema> Fields)
{
    /// <summary>It is a whole object: it has kind and apiVersion too.</summary>
    public bool IsRoot { get; init; }

    /// <summary>Server-side apply treats it as one value.</summary>
    public bool IsAtomic { get; init; }
}
