using static KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas.SchemaNotation;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

/// <summary>Pods and the templates of pods.</summary>
internal static class PodSchema
{
    private static readonly FieldSchema Resources = Type(("limits", FieldSchema.Map), ("requests", FieldSchema.Map), ("claims", KeyedByName with { PatchMerges = false }));

    /// <summary>References to one key of another object mean nothing in parts.</summary>
    private static readonly FieldSchema EnvironmentSource = Type(
        ("configMapKeyRef", FieldSchema.Atomic), ("secretKeyRef", FieldSchema.Atomic),
        ("fieldRef", FieldSchema.Atomic), ("resourceFieldRef", FieldSchema.Atomic));

    private static readonly FieldSchema Container = Type(
        ("ports", Ports("containerPort")),
        ("env", Keyed("name", Type(("valueFrom", EnvironmentSource)))),
        ("resources", Resources),
        ("volumeMounts", Keyed("mountPath")),
        ("volumeDevices", Keyed("devicePath")));

    private static readonly FieldSchema Affinity = Type(
        ("nodeAffinity", Type(("requiredDuringSchedulingIgnoredDuringExecution", FieldSchema.Atomic))));

    private static readonly FieldSchema Spec = Type(
        ("volumes", KeyedByName),
        ("initContainers", Keyed("name", Container)),
        ("containers", Keyed("name", Container)),
        ("ephemeralContainers", Keyed("name", Container)),
        ("nodeSelector", FieldSchema.Map with { IsAtomic = true }),
        ("imagePullSecrets", KeyedByName),
        ("hostAliases", Keyed("ip")),
        ("affinity", Affinity),
        ("overhead", FieldSchema.Map),
        ("resources", Resources),
        ("schedulingGates", KeyedByName),
        ("resourceClaims", KeyedByName),
        ("topologySpreadConstraints", new FieldSchema
        {
            List = ListMerge.Keyed,
            Keys = ["topologyKey", "whenUnsatisfiable"],
            PatchMerges = true,
            PatchKey = "topologyKey",
            Items = Type(("labelSelector", MetadataSchema.LabelSelector)),
        }));

    private static readonly FieldSchema Status = Type(
        ("conditions", KeyedByType),
        ("podIPs", Keyed("ip")),
        ("hostIPs", PatchKeyed("ip")),
        ("resourceClaimStatuses", KeyedByName));

    public static readonly FieldSchema Pod = MetadataSchema.Object(("spec", Spec), ("status", Status));

    public static readonly FieldSchema Template = MetadataSchema.Object(("spec", Spec));

    public static readonly FieldSchema PodTemplate = MetadataSchema.Object(("template", Template));
}
