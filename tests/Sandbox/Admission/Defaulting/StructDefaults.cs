using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Defaulting;

/// <summary>The defaults that depend on other fields, by the type that has them.</summary>
internal static class StructDefaults
{
    private static readonly Dictionary<string, Action<JsonObject>> s_byType = new(StringComparer.Ordinal)
    {
        ["io.k8s.api.core.v1.Container"] = Container,
        ["io.k8s.api.core.v1.EphemeralContainer"] = Container,
        ["io.k8s.api.core.v1.PodSpec"] = PodSpec,
        ["io.k8s.api.core.v1.Volume"] = Volume,
        ["io.k8s.api.core.v1.ServiceSpec"] = ServiceSpec,
        ["io.k8s.api.core.v1.ServicePort"] = port => { if (port["port"] is { } number) port.Default("targetPort", number.DeepClone()); },
        ["io.k8s.api.apps.v1.DeploymentStrategy"] = strategy => Rolling(strategy, new() { ["maxSurge"] = "25%", ["maxUnavailable"] = "25%" }),
        ["io.k8s.api.apps.v1.DaemonSetUpdateStrategy"] = strategy => Rolling(strategy, new() { ["maxSurge"] = 0, ["maxUnavailable"] = 1 }),
        ["io.k8s.api.apps.v1.StatefulSetUpdateStrategy"] = strategy => Rolling(strategy, new() { ["partition"] = 0 }),
        ["io.k8s.api.batch.v1.JobSpec"] = JobSpec,
        ["io.k8s.api.rbac.v1.Subject"] = Subject,
        ["io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition"] = Definition,
    };

    public static void Apply(JsonObject part, string type)
    {
        if (s_byType.TryGetValue(type, out var apply)) apply(part);
    }

    private static void Container(JsonObject container)
    {
        var image = container.Str("image");
        var tag = image[(image.LastIndexOf('/') + 1)..];
        var newest = !tag.Contains('@', StringComparison.Ordinal)
            && (!tag.Contains(':', StringComparison.Ordinal) || tag.EndsWith(":latest", StringComparison.Ordinal));
        container.Default("imagePullPolicy", newest ? "Always" : "IfNotPresent");
        if (container.Obj("resources").Obj("limits") is not { } limits) return;
        var requests = container.Obj("resources")!.Ensure("requests");
        foreach (var (resource, quantity) in limits) requests.Default(resource, quantity!.DeepClone());
    }

    /// <summary>The older name of the field is kept equal to the newer one.</summary>
    private static void PodSpec(JsonObject spec)
    {
        if (spec.Str("serviceAccountName") is { Length: > 0 } name) spec["serviceAccount"] = name;
        else if (spec.Str("serviceAccount") is { Length: > 0 } old) spec["serviceAccountName"] = old;
    }

    private static void Volume(JsonObject volume)
    {
        if (volume.Count <= 1) volume["emptyDir"] = new JsonObject();
    }

    private static void ServiceSpec(JsonObject spec)
    {
        if (spec.Str("type") != "ExternalName") spec.Default("internalTrafficPolicy", "Cluster");
        if (spec.Str("type") is not ("NodePort" or "LoadBalancer")) return;
        spec.Default("externalTrafficPolicy", "Cluster");
        if (spec.Str("type") == "LoadBalancer") spec.Default("allocateLoadBalancerNodePorts", true);
    }

    private static void Rolling(JsonObject strategy, JsonObject defaults)
    {
        if (strategy.Str("type") != "RollingUpdate") return;
        var rolling = strategy.Ensure("rollingUpdate");
        foreach (var (key, value) in defaults) rolling.Default(key, value!.DeepClone());
    }

    private static void JobSpec(JsonObject spec)
    {
        if (spec["completions"] is null && spec["parallelism"] is null) spec["completions"] = 1;
        spec.Default("parallelism", 1);
    }

    private static void Subject(JsonObject subject)
    {
        if (subject.Str("kind") is "User" or "Group") subject.Default("apiGroup", "rbac.authorization.k8s.io");
    }

    private static void Definition(JsonObject definition)
    {
        if (definition.Obj("spec").Obj("names") is not { } names || names.Str("kind") is not { Length: > 0 } kind) return;
        names.Default("singular", kind.ToLowerInvariant());
        names.Default("listKind", kind + "List");
    }
}
