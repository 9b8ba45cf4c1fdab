using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>What a Deployment says of itself; <c>kubectl rollout status</c> and <c>kubectl wait</c> read it.</summary>
internal static class DeploymentStatus
{
    public static JsonObject Of(JsonObject deployment, JsonObject? newest, IReadOnlyList<JsonObject> sets, string now)
    {
        var wanted = deployment.Obj("spec").Int("replicas") ?? 1;
        var (all, updated) = (Sum(sets, "replicas"), newest?.Obj("status").Int("replicas") ?? 0);
        var (ready, available) = (Sum(sets, "readyReplicas"), Sum(sets, "availableReplicas"));

        var status = (deployment.Obj("status") ?? []).Copy();
        status.Put("observedGeneration", deployment.Obj("metadata")?["generation"]);
        status.Count("replicas", all).Count("updatedReplicas", updated).Count("readyReplicas", ready).Count("availableReplicas", available);
        status.Count("unavailableReplicas", Math.Max(0, Math.Max(wanted, sets.Sum(set => set.Obj("spec").Int("replicas") ?? 0)) - available));

        var least = wanted - MaxUnavailable(deployment, wanted);
        if (available >= least)
            Conditions.Set(status, "Available", true, "MinimumReplicasAvailable", "Deployment has minimum availability.", now);
        else
            Conditions.Set(status, "Available", false, "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now);

        if (newest is not null)
        {
            var name = newest.Obj("metadata").Str("name");
            var done = updated == wanted && all == wanted && available == wanted;
            var (reason, message) = done
                ? ("NewReplicaSetAvailable", $"ReplicaSet \"{name}\" has successfully progressed.")
                : ("ReplicaSetUpdated", $"ReplicaSet \"{name}\" is progressing.");
            // A finished rollout is not undone by a pod that is not ready for a while.
            var finished = status.Objs("conditions").Any(condition =>
                condition.Str("reason") == "NewReplicaSetAvailable" && condition.Str("message").Contains($"\"{name}\"", StringComparison.Ordinal));
            if (done || !finished)
                Conditions.Set(status, "Progressing", true, reason, message, now);
        }

        foreach (var condition in status.Objs("conditions"))
            condition.Default("lastUpdateTime", condition["lastTransitionTime"]!.DeepClone());
        return status;
    }

    private static long Sum(IEnumerable<JsonObject> sets, string field) => sets.Sum(set => set.Obj("status").Int(field) ?? 0);

    private static long MaxUnavailable(JsonObject deployment, long wanted)
    {
        var strategy = deployment.Obj("spec").Obj("strategy");
        return strategy.Str("type") == "Recreate" ? 0 : RolloutPlan.Share(strategy.Obj("rollingUpdate")?["maxUnavailable"], wanted, up: false);
    }
}
