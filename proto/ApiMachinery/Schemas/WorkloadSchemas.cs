using static KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas.SchemaNotation;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

/// <summary>The kinds that make pods.</summary>
internal static class WorkloadSchemas
{
    /// <summary>Deployments, ReplicaSets, StatefulSets and DaemonSets.</summary>
    public static readonly FieldSchema Workload = MetadataSchema.Object(
        ("spec", Type(("selector", MetadataSchema.LabelSelector), ("template", PodSchema.Template))),
        ("status", Type(("conditions", KeyedByType))));

    /// <summary>Its selector is a plain map.</summary>
    public static readonly FieldSchema ReplicationController = MetadataSchema.Object(
        ("spec", Type(("selector", FieldSchema.Map with { IsAtomic = true }), ("template", PodSchema.Template))),
        ("status", Type(("conditions", KeyedByType))));

    private static readonly FieldSchema JobSpec = Type(("selector", MetadataSchema.LabelSelector), ("template", PodSchema.Template));

    public static readonly FieldSchema Job = MetadataSchema.Object(
        ("spec", JobSpec),
        ("status", Type(("conditions", PatchKeyed("type")))));

    public static readonly FieldSchema CronJob = MetadataSchema.Object(
        ("spec", Type(("jobTemplate", MetadataSchema.Object(("spec", JobSpec))))));
}
