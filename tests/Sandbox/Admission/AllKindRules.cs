using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;
using KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Network;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission;

/// <summary>The kinds that have rules of their own.</summary>
internal static class AllKindRules
{
    public static IReadOnlyDictionary<GroupVersionResource, KindRules> Make(
        ResourceRegistry registry, NamespaceContent content, ObjectNames names, ServiceNumbers numbers)
    {
        var workload = new WorkloadRules();
        var pending = new StatusAtBirth(() => new JsonObject { ["phase"] = "Pending" });
        return new Dictionary<string, KindRules>(StringComparer.Ordinal)
        {
            ["v1/configmaps"] = new DataRules(),
            ["v1/namespaces"] = new NamespaceRules(registry, content),
            ["v1/persistentvolumeclaims"] = pending,
            ["v1/persistentvolumes"] = pending,
            ["v1/pods"] = new PodRules(names),
            ["v1/secrets"] = new DataRules(),
            ["v1/services"] = new ServiceRules(numbers),
            ["apiextensions.k8s.io/v1/customresourcedefinitions"] = new DefinitionRules(registry),
            ["apps/v1/daemonsets"] = workload,
            ["apps/v1/deployments"] = workload,
            ["apps/v1/replicasets"] = workload,
            ["apps/v1/statefulsets"] = new StatefulSetRules(),
            ["batch/v1/jobs"] = new JobRules(),
            ["certificates.k8s.io/v1/certificatesigningrequests"] = new SigningRequestRules(),
            ["discovery.k8s.io/v1/endpointslices"] = new ImmutableFields("addressType"),
            ["networking.k8s.io/v1/ingresses"] = new StatusAtBirth(() => new JsonObject { ["loadBalancer"] = new JsonObject() }),
            ["policy/v1/poddisruptionbudgets"] = new StatusAtBirth(() => new JsonObject
            {
                ["currentHealthy"] = 0,
                ["desiredHealthy"] = 0,
                ["disruptionsAllowed"] = 0,
                ["expectedPods"] = 0,
            }),
            ["rbac.authorization.k8s.io/v1/clusterrolebindings"] = new ImmutableFields("roleRef"),
            ["rbac.authorization.k8s.io/v1/rolebindings"] = new ImmutableFields("roleRef"),
            ["scheduling.k8s.io/v1/priorityclasses"] = new ImmutableFields("value", "preemptionPolicy"),
            ["storage.k8s.io/v1/storageclasses"] = new ImmutableFields("provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"),
        }.ToDictionary(pair => GroupVersionResource.Parse(pair.Key), pair => pair.Value);
    }
}
