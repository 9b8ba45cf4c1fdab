using System.Collections.Frozen;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using static KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas.SchemaNotation;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

/// <summary>The schemas of the built-in kinds, as far as a field of theirs is merged in any other way than the usual.</summary>
public static class BuiltInSchemas
{
    private static readonly FieldSchema Plain = MetadataSchema.Object();
    private static readonly FieldSchema WithConditions = MetadataSchema.Object(("status", Type(("conditions", KeyedByType))));
    private static readonly FieldSchema Webhooks = MetadataSchema.Object(("webhooks", Keyed("name", Type(
        ("namespaceSelector", MetadataSchema.LabelSelector), ("objectSelector", MetadataSchema.LabelSelector)))));

    private static readonly FieldSchema Service = MetadataSchema.Object(
        ("spec", Type(("ports", Ports("port")), ("selector", FieldSchema.Map with { IsAtomic = true }))),
        ("status", Type(("conditions", KeyedByType))));

    private static readonly FieldSchema Node = MetadataSchema.Object(
        ("spec", Type(("podCIDRs", SetOfText), ("taints", FieldSchema.Atomic))),
        ("status", Type(("conditions", KeyedByType), ("addresses", KeyedByType), ("capacity", FieldSchema.Map), ("allocatable", FieldSchema.Map))));

    private static readonly FieldSchema Claim = MetadataSchema.Object(
        ("spec", Type(("selector", MetadataSchema.LabelSelector), ("dataSource", FieldSchema.Atomic))),
        ("status", Type(("conditions", KeyedByType), ("capacity", FieldSchema.Map))));

    private static readonly FieldSchema Binding = MetadataSchema.Object(("roleRef", FieldSchema.Atomic));

    private static readonly FieldSchema DisruptionBudget = MetadataSchema.Object(
        ("spec", Type(("selector", MetadataSchema.LabelSelector with { PatchReplaces = true }))),
        ("status", Type(("conditions", KeyedByType))));

    private static readonly FrozenDictionary<(string Group, string Resource), FieldSchema> Schemas =
        new Dictionary<(string, string), FieldSchema>
        {
            [("", "pods")] = PodSchema.Pod,
            [("", "podtemplates")] = PodSchema.PodTemplate,
            [("", "services")] = Service,
            [("", "nodes")] = Node,
            [("", "namespaces")] = WithConditions,
            [("", "persistentvolumeclaims")] = Claim,
            [("", "replicationcontrollers")] = WorkloadSchemas.ReplicationController,
            [("", "serviceaccounts")] = MetadataSchema.Object(("secrets", KeyedByName)),
            [("", "configmaps")] = MetadataSchema.Object(("data", FieldSchema.Map), ("binaryData", FieldSchema.Map)),
            [("", "secrets")] = MetadataSchema.Object(("data", FieldSchema.Map), ("stringData", FieldSchema.Map)),
            [("apps", "deployments")] = WorkloadSchemas.Workload,
            [("apps", "replicasets")] = WorkloadSchemas.Workload,
            [("apps", "statefulsets")] = WorkloadSchemas.Workload,
            [("apps", "daemonsets")] = WorkloadSchemas.Workload,
            [("batch", "jobs")] = WorkloadSchemas.Job,
            [("batch", "cronjobs")] = WorkloadSchemas.CronJob,
            [("rbac.authorization.k8s.io", "rolebindings")] = Binding,
            [("rbac.authorization.k8s.io", "clusterrolebindings")] = Binding,
            [("policy", "poddisruptionbudgets")] = DisruptionBudget,
            [("autoscaling", "horizontalpodautoscalers")] = WithConditions,
            [("networking.k8s.io", "servicecidrs")] = WithConditions,
            [("networking.k8s.io", "networkpolicies")] = MetadataSchema.Object(("spec", Type(("podSelector", MetadataSchema.LabelSelector)))),
            [("apiextensions.k8s.io", "customresourcedefinitions")] = WithConditions,
            [("apiregistration.k8s.io", "apiservices")] = WithConditions,
            [("certificates.k8s.io", "certificatesigningrequests")] = WithConditions,
            [("flowcontrol.apiserver.k8s.io", "flowschemas")] = WithConditions,
            [("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations")] = WithConditions,
            [("admissionregistration.k8s.io", "mutatingwebhookconfigurations")] = Webhooks,
            [("admissionregistration.k8s.io", "validatingwebhookconfigurations")] = Webhooks,
            [("storage.k8s.io", "csinodes")] = MetadataSchema.Object(("spec", Type(("drivers", KeyedByName)))),
        }.ToFrozenDictionary();

    /// <summary>The schema of a built-in kind; of one that is not listed here all lists are atomic.</summary>
    public static FieldSchema For(GroupVersionResource resource) => Schemas.GetValueOrDefault((resource.Group, resource.Resource), Plain);
}
