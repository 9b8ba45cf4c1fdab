using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

/// <summary>
/// Reads how an object does. A status that speaks of an older generation says nothing about this one: the object is progressing until its own
/// controller has seen it.
/// </summary>
internal static class HealthRules
{
    /// <summary>How the object does.</summary>
    /// <param name="resource">Its collection.</param>
    /// <param name="root">The object.</param>
    /// <param name="podTemplatePath">Where its pod template stands, as a JSON pointer; null where it has none, empty where it is a pod.</param>
    public static ObjectHealth Of(GroupVersionResource resource, JsonElement root, string? podTemplatePath)
    {
        var live = new LiveObject(root);
        var health = live.IsBeingDeleted ? ObjectHealth.Progressing("is being deleted") : Judge(resource, live);
        return health with
        {
            Counts = health.Counts == default ? ReplicaReading.Generic(live) : health.Counts,
            Images = podTemplatePath is null ? [] : ImageReading.Of(root, podTemplatePath),
        };
    }

    private static ObjectHealth Judge(GroupVersionResource resource, LiveObject live) => (resource.Group, resource.Resource) switch
    {
        ("apps", "deployments") => WorkloadHealth.OfDeployment(live),
        ("apps", "statefulsets") => WorkloadHealth.OfStatefulSet(live),
        ("apps", "daemonsets") => WorkloadHealth.OfDaemonSet(live),
        ("apps", "replicasets") => WorkloadHealth.OfReplicaSet(live),
        ("batch", "jobs") => WorkloadHealth.OfJob(live),
        ("batch", "cronjobs") => ObjectHealth.Available,
        ("", "pods") => PodHealth.Of(live),
        ("", "services") => OfService(live),
        ("", "persistentvolumeclaims") => OfClaim(live),
        ("", "namespaces") => LiveObject.Text(live.Status, "phase") == "Active" ? ObjectHealth.Available : ObjectHealth.Progressing("the namespace is not active"),
        ("apiextensions.k8s.io", "customresourcedefinitions") => live.Find("Established") is { IsTrue: true }
            ? ObjectHealth.Available
            : ObjectHealth.Progressing("the definition is not established"),
        _ => ConditionHealth.Of(live),
    };

    private static ObjectHealth OfService(LiveObject live)
    {
        if (LiveObject.Text(live.Spec, "type") != "LoadBalancer")
            return ObjectHealth.Available;
        return LiveObject.At(live.Status, "loadBalancer", "ingress") is { ValueKind: JsonValueKind.Array } ingress && ingress.GetArrayLength() > 0
            ? ObjectHealth.Available
            : ObjectHealth.Progressing("the load balancer has no address yet");
    }

    private static ObjectHealth OfClaim(LiveObject live) => LiveObject.Text(live.Status, "phase") switch
    {
        "Bound" => ObjectHealth.Available,
        "Lost" => ObjectHealth.Failed("the volume of the claim is lost"),
        _ => ObjectHealth.Progressing("the claim is not bound to a volume yet"),
    };
}
