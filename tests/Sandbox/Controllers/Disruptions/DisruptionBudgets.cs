using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Disruptions;

/// <summary>Counts how many pods each PodDisruptionBudget lets go; an eviction takes one of them.</summary>
internal sealed class DisruptionBudgets(ClusterView view, TimeProvider time) : IController
{
    /// <summary>An eviction that was allowed, but whose pod is still there after so long, has not happened.</summary>
    private static readonly TimeSpan EvictionTimeout = TimeSpan.FromMinutes(2);

    private static readonly (string Kind, GroupVersionResource Resource)[] s_scaled =
        [("ReplicaSet", Resources.ReplicaSets), ("StatefulSet", Resources.StatefulSets)];

    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.DisruptionBudgets, Resources.Pods, Resources.ReplicaSets, Resources.StatefulSets];

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == Resources.DisruptionBudgets)
            return [ClusterView.KeyOf((after ?? before)!)];

        var pods = resource == Resources.Pods ? ((JsonObject?[])[before, after]).OfType<JsonObject>() : view.OwnedBy(Resources.Pods, (after ?? before)!);
        return pods
            .SelectMany(pod => view.All(Resources.DisruptionBudgets, pod.Obj("metadata").Str("namespace")).Where(budget => Selects(budget, pod)))
            .Select(ClusterView.KeyOf)
            .Distinct();
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (view.Get(Resources.DisruptionBudgets, key) is not { } budget)
            return null;

        var pods = view.All(Resources.Pods, key.Namespace).Where(pod => Selects(budget, pod)).ToList();
        var now = time.GetUtcNow();
        var disrupted = StillDisrupted(budget, pods, now);
        var (expected, desired) = Count(budget, pods);
        var healthy = pods.Count(pod => PodState.IsReady(pod) && !PodState.IsTerminating(pod) && !disrupted.ContainsKey(pod.Obj("metadata").Str("name")));
        var allowed = expected > 0 ? Math.Max(0, healthy - desired) : 0;

        var status = (budget.Obj("status") ?? []).Copy();
        status["currentHealthy"] = healthy;
        status["desiredHealthy"] = desired;
        status["disruptionsAllowed"] = allowed;
        status["expectedPods"] = expected;
        status.Put("observedGeneration", budget.Obj("metadata")?["generation"]);
        status.Put("disruptedPods", disrupted.Count == 0 ? null : disrupted);
        Conditions.Set(status, "DisruptionAllowed", allowed > 0, allowed > 0 ? "SufficientPods" : "InsufficientPods", "", Timestamps.Seconds(now));
        foreach (var condition in status.Objs("conditions"))
        {
            condition.Default("message", "");
            condition.Put("observedGeneration", budget.Obj("metadata")?["generation"]);
        }

        view.UpdateStatus(Resources.DisruptionBudgets, budget, status);
        return disrupted.Count > 0 ? EvictionTimeout : null;
    }

    private static bool Selects(JsonObject budget, JsonObject pod) =>
        budget.Obj("spec").Obj("selector") is { } selector && Selectors.Matches(selector, pod.Obj("metadata").Obj("labels"));

    /// <summary>The pods whose eviction was allowed and that have not begun to stop yet.</summary>
    private static JsonObject StillDisrupted(JsonObject budget, List<JsonObject> pods, DateTimeOffset now)
    {
        var still = new JsonObject();
        foreach (var (name, since) in budget.Obj("status").Obj("disruptedPods") ?? [])
        {
            var there = pods.Exists(pod => pod.Obj("metadata").Str("name") == name && !PodState.IsTerminating(pod));
            if (there && DateTimeOffset.Parse(since!.GetValue<string>(), CultureInfo.InvariantCulture) + EvictionTimeout > now)
                still[name] = since.DeepClone();
        }

        return still;
    }

    private (long Expected, long Desired) Count(JsonObject budget, List<JsonObject> pods)
    {
        var (least, most) = (budget.Obj("spec")?["minAvailable"], budget.Obj("spec")?["maxUnavailable"]);
        if (most is not null)
        {
            var expected = Expected(pods);
            return (expected, Math.Max(0, expected - RolloutPlan.Share(most, expected, up: true)));
        }

        if (least is JsonValue share && share.TryGetValue<string>(out _))
        {
            var expected = Expected(pods);
            return (expected, RolloutPlan.Share(least, expected, up: true));
        }

        return (pods.Count, least is null ? 1 : RolloutPlan.Share(least, pods.Count, up: true));
    }

    /// <summary>How many pods their controllers ask for; a pod without one that can be asked counts as one.</summary>
    private long Expected(List<JsonObject> pods)
    {
        var controllers = new Dictionary<string, long>();
        foreach (var pod in pods)
        {
            var ns = pod.Obj("metadata").Str("namespace");
            var owner = s_scaled
                .Select(scaled => view.Get(scaled.Resource, new ObjectKey(ns, Ownership.ControllerName(pod, scaled.Kind))))
                .FirstOrDefault(found => found is not null);
            controllers[(owner ?? pod).Obj("metadata").Str("uid")] = owner is null ? 1 : owner.Obj("spec").Int("replicas") ?? 1;
        }

        return controllers.Values.Sum();
    }
}
