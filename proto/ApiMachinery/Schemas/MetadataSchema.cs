using static KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas.SchemaNotation;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

/// <summary>What all objects share.</summary>
internal static class MetadataSchema
{
    public static readonly FieldSchema Metadata = Type(
        ("labels", FieldSchema.Map),
        ("annotations", FieldSchema.Map),
        ("finalizers", SetOfText),
        ("ownerReferences", Keyed("uid", FieldSchema.Atomic)));

    /// <summary>A selector changes its meaning with any part of it, so it is owned whole; a patch merges it all the same.</summary>
    public static readonly FieldSchema LabelSelector = FieldSchema.Atomic with { Fields = Type(("matchLabels", FieldSchema.Map)).Fields };

    /// <summary>An object with these fields besides metadata.</summary>
    public static FieldSchema Object(params (string Name, FieldSchema Schema)[] fields) => Type([("metadata", Metadata), .. fields]);
}
