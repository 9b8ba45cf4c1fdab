using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

/// <summary>The collections that every sandbox serves.</summary>
internal static class BuiltInResources
{
    private static readonly ScalePaths s_scale = new(".spec.replicas", ".status.replicas", ".spec.selector");
    private static readonly string[] s_createOnly = ["create"];
    private static readonly string[] s_withoutDeleteCollection = ["create", "delete", "get", "list", "patch", "update", "watch"];

    public static IEnumerable<ResourceDefinition> All() =>
    [
        .. Core(), .. Workloads(), .. Access(), .. Network(), .. Rest(),
    ];

    private static IEnumerable<ResourceDefinition> Core() =>
    [
        Define("v1/bindings", "Binding", verbs: s_createOnly),
        Define("v1/configmaps", "ConfigMap", shortNames: "cm"),
        Define("v1/endpoints", "Endpoints", shortNames: "ep", singular: "endpoints"),
        Define("v1/events", "Event", shortNames: "ev"),
        Define("v1/limitranges", "LimitRange", shortNames: "limits"),
        Define("v1/namespaces", "Namespace", namespaced: false, shortNames: "ns", subresources: "finalize,status", verbs: s_withoutDeleteCollection),
        Define("v1/nodes", "Node", namespaced: false, shortNames: "no", subresources: "status"),
        Define("v1/persistentvolumeclaims", "PersistentVolumeClaim", shortNames: "pvc", subresources: "status") with { ReturnsDeleted = true },
        Define("v1/persistentvolumes", "PersistentVolume", namespaced: false, shortNames: "pv", subresources: "status") with { ReturnsDeleted = true },
        Define("v1/pods", "Pod", shortNames: "po", categories: "all", subresources: "binding,eviction,exec,log,status", generation: true)
            with { ReturnsDeleted = true },
        Define("v1/podtemplates", "PodTemplate", generation: true) with { ReturnsDeleted = true },
        Define("v1/replicationcontrollers", "ReplicationController", shortNames: "rc", categories: "all", subresources: "scale,status", generation: true),
        Define("v1/resourcequotas", "ResourceQuota", shortNames: "quota", subresources: "status") with { ReturnsDeleted = true },
        Define("v1/secrets", "Secret"),
        Define("v1/serviceaccounts", "ServiceAccount", shortNames: "sa", subresources: "token") with { ReturnsDeleted = true },
        Define("v1/services", "Service", shortNames: "svc", categories: "all", subresources: "status") with { ReturnsDeleted = true },
    ];

    private static IEnumerable<ResourceDefinition> Workloads() =>
    [
        Define("apps/v1/controllerrevisions", "ControllerRevision"),
        Define("apps/v1/daemonsets", "DaemonSet", shortNames: "ds", categories: "all", subresources: "status", generation: true),
        Define("apps/v1/deployments", "Deployment", shortNames: "deploy", categories: "all", subresources: "scale,status", generation: true),
        Define("apps/v1/replicasets", "ReplicaSet", shortNames: "rs", categories: "all", subresources: "scale,status", generation: true),
        Define("apps/v1/statefulsets", "StatefulSet", shortNames: "sts", categories: "all", subresources: "scale,status", generation: true),
        Define("batch/v1/cronjobs", "CronJob", shortNames: "cj", categories: "all", subresources: "status", generation: true),
        Define("batch/v1/jobs", "Job", categories: "all", subresources: "status", generation: true),
        Define("autoscaling/v2/horizontalpodautoscalers", "HorizontalPodAutoscaler", shortNames: "hpa", categories: "all", subresources: "status"),
        Define("policy/v1/poddisruptionbudgets", "PodDisruptionBudget", shortNames: "pdb", subresources: "status", generation: true),
    ];

    private static IEnumerable<ResourceDefinition> Access() =>
    [
        Define("authentication.k8s.io/v1/selfsubjectreviews", "SelfSubjectReview", namespaced: false, verbs: s_createOnly),
        Define("authentication.k8s.io/v1/tokenreviews", "TokenReview", namespaced: false, verbs: s_createOnly),
        Define("authorization.k8s.io/v1/localsubjectaccessreviews", "LocalSubjectAccessReview", verbs: s_createOnly),
        Define("authorization.k8s.io/v1/selfsubjectaccessreviews", "SelfSubjectAccessReview", namespaced: false, verbs: s_createOnly),
        Define("authorization.k8s.io/v1/subjectaccessreviews", "SubjectAccessReview", namespaced: false, verbs: s_createOnly),
        Define("certificates.k8s.io/v1/certificatesigningrequests", "CertificateSigningRequest", namespaced: false, shortNames: "csr", subresources: "approval,status"),
        Define("rbac.authorization.k8s.io/v1/clusterrolebindings", "ClusterRoleBinding", namespaced: false),
        Define("rbac.authorization.k8s.io/v1/clusterroles", "ClusterRole", namespaced: false),
        Define("rbac.authorization.k8s.io/v1/rolebindings", "RoleBinding"),
        Define("rbac.authorization.k8s.io/v1/roles", "Role"),
    ];

    private static IEnumerable<ResourceDefinition> Network() =>
    [
        Define("discovery.k8s.io/v1/endpointslices", "EndpointSlice", generation: true),
        Define("networking.k8s.io/v1/ingressclasses", "IngressClass", namespaced: false, generation: true),
        Define("networking.k8s.io/v1/ingresses", "Ingress", shortNames: "ing", subresources: "status", generation: true),
        Define("networking.k8s.io/v1/networkpolicies", "NetworkPolicy", shortNames: "netpol", generation: true),
    ];

    private static IEnumerable<ResourceDefinition> Rest() =>
    [
        Define("apiextensions.k8s.io/v1/customresourcedefinitions", "CustomResourceDefinition", namespaced: false, shortNames: "crd,crds",
            categories: "api-extensions", subresources: "status", generation: true) with { NeedsResourceVersion = true },
        Define("coordination.k8s.io/v1/leases", "Lease"),
        Define("node.k8s.io/v1/runtimeclasses", "RuntimeClass", namespaced: false),
        Define("scheduling.k8s.io/v1/priorityclasses", "PriorityClass", namespaced: false, generation: true),
        Define("storage.k8s.io/v1/csidrivers", "CSIDriver", namespaced: false) with { ReturnsDeleted = true },
        Define("storage.k8s.io/v1/csinodes", "CSINode", namespaced: false) with { ReturnsDeleted = true },
        Define("storage.k8s.io/v1/storageclasses", "StorageClass", namespaced: false, shortNames: "sc") with { ReturnsDeleted = true },
        Define("storage.k8s.io/v1/volumeattachments", "VolumeAttachment", namespaced: false, subresources: "status") with { ReturnsDeleted = true },
    ];

    private static ResourceDefinition Define(
        string resource, string kind, bool namespaced = true, string shortNames = "", string categories = "", string subresources = "",
        string? singular = null, bool generation = false, string[]? verbs = null)
    {
        var name = GroupVersionResource.Parse(resource);
        var api = new ApiResource(name, kind, namespaced)
        {
            ShortNames = Words(shortNames),
            Categories = Words(categories),
            Subresources = Words(subresources),
            Singular = singular ?? kind.ToLowerInvariant(),
            ListKind = kind.EndsWith("List", StringComparison.Ordinal) ? kind : kind + "List",
        };
        return new ResourceDefinition(verbs is null ? api : api with { Verbs = verbs })
        {
            Schema = SchemaTable.BuiltIn.Types[TypeName(name, kind)],
            Merging = Proto.ApiMachinery.Schemas.BuiltInSchemas.For(name),
            HasGeneration = generation,
            Scale = api.Subresources.Contains("scale") ? s_scale : null,
        };
    }

    /// <summary>OpenAPI names a type after the package that defines it: the group's first label, with a few exceptions.</summary>
    private static string TypeName(GroupVersionResource resource, string kind) => resource.Group switch
    {
        "" => $"io.k8s.api.core.{resource.Version}.{kind}",
        "apiextensions.k8s.io" => $"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.{resource.Version}.{kind}",
        var group => $"io.k8s.api.{group.Split('.')[0]}.{resource.Version}.{kind}",
    };

    private static string[] Words(string text) => text.Length == 0 ? [] : text.Split(',');
}
