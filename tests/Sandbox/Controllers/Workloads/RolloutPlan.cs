using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>The next step of a rollout: how many replicas each ReplicaSet is to have now.</summary>
/// <param name="Replicas">Each set and its number.</param>
/// <param name="Done">Whether the newest set alone is left, and whole.</param>
internal sealed record RolloutPlan(IReadOnlyList<(JsonObject Set, long Replicas)> Replicas, bool Done)
{
    public static RolloutPlan For(JsonObject deployment, JsonObject newest, List<JsonObject> others)
    {
        var wanted = deployment.Obj("spec").Int("replicas") ?? 1;
        var running = others.Sum(Spec);
        if (deployment.Obj("spec").Bool("paused"))
            return new RolloutPlan([(newest, running == 0 ? wanted : Spec(newest))], false);

        var done = running == 0 && Available(newest) >= wanted && others.All(set => set.Obj("status").Int("replicas") is 0 or null);
        return deployment.Obj("spec").Obj("strategy").Str("type") == "Recreate"
            ? Recreate(newest, others, wanted, done)
            : Roll(deployment, newest, others, wanted, done);
    }

    private static RolloutPlan Recreate(JsonObject newest, List<JsonObject> others, long wanted, bool done)
    {
        var gone = others.All(set => set.Obj("status").Int("replicas") is 0 or null);
        return new RolloutPlan([.. others.Select(set => (set, 0L)), (newest, gone ? wanted : Spec(newest))], done);
    }

    /// <summary>Up as far as the surge allows, then down as far as enough stays available; broken replicas go first.</summary>
    private static RolloutPlan Roll(JsonObject deployment, JsonObject newest, List<JsonObject> others, long wanted, bool done)
    {
        var rolling = deployment.Obj("spec").Obj("strategy").Obj("rollingUpdate");
        var surge = Share(rolling?["maxSurge"], wanted, up: true);
        var unavailable = Share(rolling?["maxUnavailable"], wanted, up: false);
        if (surge == 0 && unavailable == 0)
            unavailable = 1;

        var total = others.Sum(Spec) + Spec(newest);
        var up = Spec(newest) > wanted ? wanted : Spec(newest) + Math.Clamp(wanted + surge - total, 0, wanted - Spec(newest));
        var plan = new List<(JsonObject, long)> { (newest, up) };

        var least = Math.Max(0, wanted - unavailable);
        var room = Math.Max(0, total - least - Math.Max(0, Spec(newest) - Available(newest)));
        var spare = Math.Max(0, others.Sum(Available) + Available(newest) - least);
        foreach (var old in others.OrderBy(set => set.Obj("metadata").Str("creationTimestamp"), StringComparer.Ordinal))
        {
            var broken = Math.Min(room, Math.Max(0, Spec(old) - Available(old)));
            room -= broken;
            var healthy = Math.Min(Math.Min(room, spare), Spec(old) - broken);
            room -= healthy;
            spare -= healthy;
            plan.Add((old, Spec(old) - broken - healthy));
        }

        return new RolloutPlan(plan, done);
    }

    private static long Spec(JsonObject set) => set.Obj("spec").Int("replicas") ?? 1;

    private static long Available(JsonObject set) => set.Obj("status").Int("availableReplicas") ?? 0;

    /// <summary>A number, or a percentage of the replicas; a quarter by default.</summary>
    public static long Share(JsonNode? value, long of, bool up)
    {
        if (value is JsonValue number && number.GetValueKind() == System.Text.Json.JsonValueKind.Number && number.TryGetWhole(out var whole))
            return whole;

        var text = value is JsonValue scalar && scalar.TryGetValue<string>(out var written) ? written.TrimEnd('%') : "25";
        var part = double.Parse(text, CultureInfo.InvariantCulture) * of / 100;
        return (long)(up ? Math.Ceiling(part) : Math.Floor(part));
    }
}
