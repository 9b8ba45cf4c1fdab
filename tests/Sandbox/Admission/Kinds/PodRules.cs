using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>Pods: the admission that gives them a service account, its token, a priority and tolerations.</summary>
internal sealed class PodRules(ObjectNames names) : KindRules
{
    private static readonly GroupVersionResource s_pods = new("", "v1", "pods");
    private static readonly GroupVersionResource s_serviceAccounts = new("", "v1", "serviceaccounts");
    private static readonly GroupVersionResource s_priorityClasses = new("scheduling.k8s.io", "v1", "priorityclasses");
    private static readonly string[] s_mutable = ["activeDeadlineSeconds", "terminationGracePeriodSeconds", "tolerations"];

    public override void PrepareCreate(Transaction transaction, JsonObject value)
    {
        var spec = value.Ensure("spec");
        spec.Default("enableServiceLinks", true);
        GiveServiceAccount(transaction, value, spec);
        GivePriority(transaction, value, spec);
        GiveToleration(spec, "node.kubernetes.io/not-ready");
        GiveToleration(spec, "node.kubernetes.io/unreachable");
        value["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = PodQuality.Of(spec) };
    }

    public override void Validate(JsonObject value, FieldErrors errors) => PodSpecRules.Validate(value.Obj("spec"), "spec", errors);

    public override void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors)
    {
        var (after, before) = (Fixed(value), Fixed(old));
        if (!JsonNode.DeepEquals(after, before))
        {
            errors.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds`");
        }
    }

    private static JsonObject Fixed(JsonObject pod)
    {
        var spec = pod.Ensure("spec").Copy();
        foreach (var key in s_mutable) spec.Remove(key);
        foreach (var container in spec.Objs("containers").Concat(spec.Objs("initContainers"))) container.Remove("image");
        return spec;
    }

    private void GiveServiceAccount(Transaction transaction, JsonObject pod, JsonObject spec)
    {
        if (pod.Meta().Obj("annotations")?["kubernetes.io/config.mirror"] is not null) return;
        var ns = pod.Meta().Str("namespace");
        if (spec.Str("serviceAccountName").Length == 0) spec["serviceAccountName"] = "default";
        var name = spec.Str("serviceAccountName");
        spec["serviceAccount"] = name;
        var account = transaction.Get(s_serviceAccounts, new ObjectKey(ns, name)) ?? throw KubernetesStatus.Forbidden(
            s_pods, pod.Meta().Str("name"), $"error looking up service account {ns}/{name}: serviceaccount \"{name}\" not found").ToException();
        if (spec.Arr("imagePullSecrets") is null or { Count: 0 } && account.Arr("imagePullSecrets") is { Count: > 0 } secrets) spec.Put("imagePullSecrets", secrets);
        var mounts = spec["automountServiceAccountToken"] ?? account["automountServiceAccountToken"];
        if (mounts?.GetValue<bool>() ?? true) TokenVolume.Mount(spec, "kube-api-access-" + names.Suffix(5));
    }

    private static void GivePriority(Transaction transaction, JsonObject pod, JsonObject spec)
    {
        var name = spec.Str("priorityClassName");
        if (name.Length == 0)
        {
            spec["priority"] = 0;
            spec.Default("preemptionPolicy", "PreemptLowerPriority");
            return;
        }
        var found = transaction.Get(s_priorityClasses, new ObjectKey("", name)) ?? throw KubernetesStatus.Forbidden(
            s_pods, pod.Meta().Str("name"), $"no PriorityClass with name {name} was found").ToException();
        spec["priority"] = found.Int("value") ?? 0;
        spec.Default("preemptionPolicy", found.Str("preemptionPolicy") is { Length: > 0 } policy ? policy : "PreemptLowerPriority");
    }

    /// <summary>A pod stays on a node that went silent for five minutes, unless it says otherwise.</summary>
    private static void GiveToleration(JsonObject spec, string key)
    {
        var tolerated = spec.Objs("tolerations").Any(item =>
            (item.Str("key") == key || item.Str("key").Length == 0) && item.Str("effect") is "NoExecute" or "");
        if (tolerated) return;
        if (spec.Arr("tolerations") is not { } tolerations) spec["tolerations"] = tolerations = [];
        tolerations.Add(new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
    }
}
